const i32 A = 0xff
const i64 B = -0x10
const i64 C = +0x7fffffffffffffff
struct T { 0x1: i32 a = 0xAbC; 0x10: i32 b }
enum E { X = 0x5, Y }
