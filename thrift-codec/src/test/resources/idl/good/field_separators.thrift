struct T { 1: i32 a, 2: i32 b; 3: i32 c 4: i32 d
5: i32 e }
service S { void m(1: i32 a; 2: i32 b 3: i32 c,) , void n(); }
