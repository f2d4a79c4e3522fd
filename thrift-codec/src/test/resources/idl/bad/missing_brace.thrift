struct A {
  1: i32 a
struct B { // expect 3:1 unexpected 'struct'
  1: i32 a
}
struct C { 1: A a; 2: B b; 3: Z z } // expect 6:31 unknown type 'Z'
