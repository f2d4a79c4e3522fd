enum E { A }
const E X = E.B // expect 2:13 unknown constant or enum value 'E.B'
