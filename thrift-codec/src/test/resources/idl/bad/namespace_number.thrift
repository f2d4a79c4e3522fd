namespace java 5 // expect 1:16 unexpected '5'
