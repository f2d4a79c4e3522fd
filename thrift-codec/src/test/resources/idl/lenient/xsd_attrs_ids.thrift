// The compiler numbers fields anew after xsd_attrs, and so gives a number twice.
struct T { i32 a, i32 b xsd_attrs { 1: string s }, i32 c }
