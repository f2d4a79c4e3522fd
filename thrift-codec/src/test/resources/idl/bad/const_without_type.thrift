const A = 1 // expect 1:9 unexpected '='
