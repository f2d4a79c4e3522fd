struct S {
  1: void a // expect 2:6 void is no type of a value
  2: list<void> b // expect 3:11 void is no type
}
