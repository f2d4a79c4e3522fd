struct A { 1: i32 a (x = 5) } // expect 1:26 unexpected '5'
