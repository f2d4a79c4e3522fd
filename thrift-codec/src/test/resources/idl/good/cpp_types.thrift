struct T { 1: list<i32> cpp_type "L" a, 2: set cpp_type "S" <i32> b, 3: map cpp_type "M" <i32, string> c }
