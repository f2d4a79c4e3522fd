struct T { 1: i32 a (x = "q\"q", y = 'it\'s', z = "a\\b\n") }
