struct S { 1: i32 a; 1: i32 b; 3: i32 a } // expect 1:22 field number 1 is already used // expect 1:39 field name 'a' is already used
struct S {} // expect 2:8 type 'S' is already defined
service S {} // expect 3:9 type 'S' is already defined
enum E { A, B, A } // expect 4:16 enum value 'A' is already defined in E
const i32 C = 1
const i32 C = 2 // expect 6:11 constant 'C' is already defined
service T { void f() void f() } // expect 7:27 method 'f' is already defined
service U { void g() }
service V extends U { i32 g() } // expect 9:27 method 'g' is already defined
service W { i32 f(1: i32 a, 1: i32 b) } // expect 10:29 field number 1 is already used
