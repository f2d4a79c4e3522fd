struct T { 1: i32 a (x = "1", x = "2") }
