const i32 A // expect 2:1 unexpected
const i32 B = 1
