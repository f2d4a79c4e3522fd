strukt A {} // expect 1:1 unexpected 'strukt'
struct B { 1: i32 }  // expect 2:19 unexpected
struct C { 1: i32 a }
service S { C m(, ) } // expect 4:17 unexpected
enum E { 5 } // expect 5:10 unexpected
