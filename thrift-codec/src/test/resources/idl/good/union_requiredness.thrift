union U { 1: required i32 a, 2: optional string b, 3: i64 c }
service S { U m() }
