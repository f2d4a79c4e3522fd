enum Numbers { A, B, C = 10, D, E = -5, F, G = 0x7fffffff, H = -0x80000000, I; J = 3, K = 3 }
enum Lenient { A B C, D; E }
struct S { 1: Numbers n = Numbers.I, 2: Numbers o = Wrong.C, 3: Lenient l = 4 }
service Enums { Numbers get(1: S s) Lenient other() }
