struct T {}
service A { void m() throws (1: T t) } // expect 2:33 type T in 'throws'
