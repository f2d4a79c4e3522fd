const set<string> A = ["a", "b"]
const set<i32> B = []
const set<i32> C = {}
