const i32 A = 1
const i32 A = 2 // expect 2:11 constant 'A' is already defined
