exception X { 1: string m }
exception Y {}
service S { void a() throws (1: X x), i32 b(1: i32 n) throws (1: X x, 2: Y y), void c() throws (), void d() throws (X x; Y y) }
