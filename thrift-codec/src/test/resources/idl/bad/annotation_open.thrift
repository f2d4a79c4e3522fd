struct A {} (x = "y" // expect 2:1 unexpected the end of the text
