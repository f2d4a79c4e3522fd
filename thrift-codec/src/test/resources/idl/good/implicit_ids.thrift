struct Implicit { i32 a, i32 b; i32 c }
struct Mixed { 5: i32 a, i32 b, 3: i32 c, i32 d }
struct NotPositive { 0: i32 zero, -7: i32 minus_seven, i32 none }
service Ids { Implicit f(Mixed mixed NotPositive other) Mixed g(1: i32 a i32 b) }
