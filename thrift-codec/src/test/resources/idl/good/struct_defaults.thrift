struct P { 1: i32 x = 5, 2: string s = "d" }
struct Q { 1: P p = {"x": 1}, 2: list<P> l = [{"x": 2}], 3: map<i32, P> m = {1: {"s": "e"}} }
service S { Q m(1: P p = {"x": 7}) }
