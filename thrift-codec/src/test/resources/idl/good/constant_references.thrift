const i32 A = 5
const i32 B = A
const string S = "s"
const string T = S
struct U { 1: i32 a = B, 2: string t = T }
