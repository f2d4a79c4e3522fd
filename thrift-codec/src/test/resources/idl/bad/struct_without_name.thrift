struct { 1: i32 a } // expect 1:8 unexpected '{'
