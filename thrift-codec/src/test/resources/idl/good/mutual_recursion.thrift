struct A { 1: optional B b }
struct B { 1: list<A> a, 2: map<string, B> m }
union C { 1: C c, 2: i32 i }
service S { A a(1: C c) }
