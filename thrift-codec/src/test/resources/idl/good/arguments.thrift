struct T {}
service S { void a(1: i32 x = 5, 2: string s = "d", 3: list<i32> l = [1]), T b(T t, i32 n), void c(1: optional i32 o, 2: required i32 r) }
