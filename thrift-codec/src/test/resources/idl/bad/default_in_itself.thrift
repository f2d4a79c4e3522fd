struct S { 1: S s = {} } // expect 1:8 a default of S contains itself
