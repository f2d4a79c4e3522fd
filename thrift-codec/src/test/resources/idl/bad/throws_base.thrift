service A { void m() throws (1: i32 n) } // expect 1:33 type i32 in 'throws'
