struct S { 1: Unknown a }
/* never closed // expect 2:1 comment is not closed
