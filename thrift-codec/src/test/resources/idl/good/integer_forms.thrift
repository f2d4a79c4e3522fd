const i32 A = 007
const i32 B = +5
const i64 C = -9223372036854775808
const i64 D = 9223372036854775807
const i32 E = -0
