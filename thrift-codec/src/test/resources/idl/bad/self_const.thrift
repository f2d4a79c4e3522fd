const i32 A = B // expect 1:11 constant 'A' refers to itself
const i32 B = A
