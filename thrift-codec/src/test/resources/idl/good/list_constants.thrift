const list<i32> A = []
const list<i32> B = [1, 2, 3]
const list<i32> C = [1; 2;]
const list<i32> D = [1 2 3]
const list<list<string>> E = [["a"], []]
const list<i32> F = {}
