struct T { 1: i32 a }
const T A = {1: 1} // expect 2:14 key of a struct constant
