service A { m() } // expect 1:14 unexpected '('
