# order does not matter here
struct S { 1: E e = E.A, 2: i32 n = N, 3: P p = {"q": 2} }
const i32 N = M
const i32 M = 3
enum E { A, B }
struct P { 1: i32 q }
