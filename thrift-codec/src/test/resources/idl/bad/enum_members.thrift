enum E {
  A = "x" // expect 2:7 unexpected '"x"' (expected: an integer)
  B = 2
  = 3 // expect 4:3 unexpected '=' (expected: an enum value)
}
