# a reference may stand wherever its value may
enum E { A, B }
struct P { 1: i32 a }
const P ONE = {"a": 1}
const P TWO = ONE
const E FIRST = E.A
const E SECOND = FIRST
struct S { 1: P p = TWO, 2: E e = SECOND, 3: list<P> l = [ONE, TWO], 4: E f = B }
