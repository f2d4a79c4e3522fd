struct T { 9: i32 i, 1: i32 a, 32767: i32 last, 5: i32 e }
