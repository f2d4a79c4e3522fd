union U { 1: i32 a; 2: i32 b }
const U u = {"a": 1, "b": 2} // expect 2:13 2 fields for union U (expected: one)
