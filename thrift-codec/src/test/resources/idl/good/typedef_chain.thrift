typedef i32 A
typedef A B
typedef list<B> C
typedef map<A, C> D
struct T { 1: D d, 2: B b = 5, 3: C c = [1] }
service S { D m(1: C c) }
