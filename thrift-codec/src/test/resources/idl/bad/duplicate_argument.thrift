service A { void m(1: i32 a, 2: i32 a) } // expect 1:37 field name 'a'
