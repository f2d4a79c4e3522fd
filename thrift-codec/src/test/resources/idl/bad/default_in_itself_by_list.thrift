struct A { 1: list<B> b = [{}] } // expect 1:8 a default of A contains itself
struct B { 1: A a = {} }
