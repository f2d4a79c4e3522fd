enum E { A = 1 }
const E X = 5 // expect 2:13 value 5
