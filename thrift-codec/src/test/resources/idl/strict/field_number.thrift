struct S {
  70000: i32 a // expect 2:3 field number 70000 (expected: 1 to 32767)
}
