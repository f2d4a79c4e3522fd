enum E { A = 1, B = 5 }
const E X = E.B
const i32 Y = E.A
const list<E> L = [E.A, E.B]
const map<E, string> M = {E.A: "a"}
struct T { 1: E e = E.A, 2: i32 n = E.B, 3: set<E> s = [E.B], 4: E five = 5 }
