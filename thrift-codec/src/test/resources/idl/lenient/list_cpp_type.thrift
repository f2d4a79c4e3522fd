// The compiler before 0.18 wants cpp_type of a list behind it.
struct T { 1: list cpp_type "L" <i32> a }
