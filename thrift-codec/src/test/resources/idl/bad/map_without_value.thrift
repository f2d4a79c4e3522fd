struct A { 1: map<i32> a } // expect 1:22 unexpected '>'
