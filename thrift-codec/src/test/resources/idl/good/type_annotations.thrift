typedef string (a = "b") A
struct T { 1: i32 (x) a, 2: list<i64 (y = "z")> (w = "v") b, 3: map<string (k), binary (v = "1")> c }
service S { string (r = "s") m(1: i32 (p) a) }
