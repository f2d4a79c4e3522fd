struct T { 1: i32 a }
const T A = {"b": 1} // expect 2:14 T has no such field
