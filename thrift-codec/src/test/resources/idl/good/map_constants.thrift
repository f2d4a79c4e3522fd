const map<string, i32> A = {"a": 1, "b": 2}
const map<i32, list<string>> B = {1: ["x"], 2: []}
const map<string, map<string, i64>> C = {"a": {"b": 5; "c": 6}}
const map<i32, i32> D = {}
const map<i32, i32> E = []
