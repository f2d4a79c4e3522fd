struct T { 1: required i32 a, 2: optional i32 b, 3: i32 c, 4: required list<i32> d = [1], 5: optional string e = "x" }
exception X { 1: required string m, 2: optional i32 c }
service S { T m(1: required i32 a) throws (1: X x) }
