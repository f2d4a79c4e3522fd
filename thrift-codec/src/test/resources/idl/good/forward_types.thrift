struct A { 1: B b, 2: E e, 3: N n, 4: list<U> us }
struct B { 1: optional A a }
enum E { X }
typedef map<string, B> N
union U { 1: A a }
service S { A m(1: N n) }
