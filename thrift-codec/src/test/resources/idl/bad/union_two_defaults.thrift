union U { 1: i32 a = 1, 2: i32 b = 2 } // expect 1:32 second default value
