struct A { 1: i32 A }
enum E { A }
const i32 A = 1
service S { void A(1: A A), void S() }
