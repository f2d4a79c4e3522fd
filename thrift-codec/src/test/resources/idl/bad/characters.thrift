struct S {
  1: i32 a @ // expect 2:12 unexpected '@'
  2: i32 b
} $
// expect 4:3 unexpected '$'
