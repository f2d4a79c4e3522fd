const string A = "open // expect 1:18 string is not closed
const string B = "a\x" // expect 2:20 escape \x (expected: \r, \n, \t
struct S { 1: Nope n } // expect 3:15 unknown type 'Nope'
