struct T { 1: i32 a (x), 2: i32 b (x, y), 3: i32 c (x = "1"; y = '2'), 4: i32 d (a.b.c = "d",), 5: i32 e () } (t)
service S { void m() (get = "/x"), void n(1: i32 a (q)) (d) } (s = "t")
union U { 1: i32 a (u) } (v)
exception X { 1: i32 a (w) } (y)
