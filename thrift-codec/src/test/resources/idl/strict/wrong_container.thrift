const list<i32> L = {1: 2} // expect 1:21 a map does not fit (expected: a value of type list<i32>)
const map<i32, i32> M = [1] // expect 2:25 a list does not fit (expected: a value of type map<i32, i32>)
