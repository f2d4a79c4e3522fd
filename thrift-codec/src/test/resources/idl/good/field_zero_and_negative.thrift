struct T { 0: i32 a, -5: i32 b, 1: i32 c, i32 d }
