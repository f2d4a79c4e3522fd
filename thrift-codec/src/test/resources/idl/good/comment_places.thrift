service /* a */ S /* b */ { // c
 # d
 void /* e */ m /* f */ ( /* g */ 1 /* h */ : /* i */ i32 /* j */ a /* k */ ) /* l */ } /* m */ // end without newline
