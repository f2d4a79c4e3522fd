service A { void m(), void m() } // expect 1:28 method 'm' is already defined
