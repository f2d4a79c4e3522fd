struct A 1 {} // expect 1:10 unexpected '1'
