enum E { A, B }
struct P { 1: i32 a }
const i32 I = "x" // expect 3:15 text does not fit (expected: a value of type i32)
const i32 D = 1.5 // expect 4:15 1.5 does not fit (expected: a value of type i32)
const string T = 1 // expect 5:18 1 does not fit (expected: a value of type string)
const E F = 7 // expect 6:13 value 7 (expected: a value of enum E)
const P G = {"b": 1} // expect 7:14 P has no such field
const E H = E.C // expect 8:13 unknown constant or enum value 'E.C'
const list<i32> J = [1, "two", 3] // expect 9:25 text does not fit
const map<i32, string> K = {1: 2} // expect 10:32 2 does not fit (expected: a value of type string)
struct Q { 1: i32 a = "x" } // expect 11:23 text does not fit
union R { 1: i32 a = 1; 2: i32 b = 2 } // expect 12:32 second default value of a union
const i64 L = 9223372036854775808 // expect 13:15 integer '9223372036854775808' (expected: -2^63 to 2^63-1)
