struct A { 1: list<> a } // expect 1:20 unexpected '>'
