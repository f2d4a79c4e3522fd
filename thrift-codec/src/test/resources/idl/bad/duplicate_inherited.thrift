service A { void m() }
service B extends A { void m() } // expect 2:28 method 'm' is already defined
