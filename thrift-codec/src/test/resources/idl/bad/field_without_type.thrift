struct A { 1: a } // expect 1:17 unexpected '}'
