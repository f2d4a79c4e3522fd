service A { void m } // expect 1:20 unexpected '}'
