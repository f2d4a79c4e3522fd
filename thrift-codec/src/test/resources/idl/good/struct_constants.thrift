struct P { 1: i32 x, 2: optional string s }
struct Q { 1: P p, 2: list<P> l }
const P A = {"x": 1, "s": "t"}
const Q B = {"p": {"x": 2}, "l": [{"x": 3}, {}]}
const map<string, P> C = {"k": {"s": "v"}}
