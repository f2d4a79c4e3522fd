service A { struct m() } // expect 1:13 unexpected 'struct'
