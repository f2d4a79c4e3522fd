enum E {
  A = 2147483648 // expect 2:7 enum value A = 2147483648
  B = 2147483647
  C // expect 4:3 enum value C = 2147483648
}
