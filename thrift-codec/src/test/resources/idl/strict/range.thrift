struct S {
  1: i8 a = 128 // expect 2:13 value 128 does not fit byte (expected: -128 to 127)
  2: i16 b = -40000 // expect 3:14 value -40000 does not fit i16 (expected: -32768 to 32767)
  3: i32 c = 5000000000 // expect 4:14 value 5000000000 does not fit i32 (expected: -2147483648 to 2147483647)
}
