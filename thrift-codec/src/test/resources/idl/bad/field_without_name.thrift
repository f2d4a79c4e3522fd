struct A { 1: i32 } // expect 1:19 unexpected '}'
