struct T { 1: byte a, 2: i8 b }
service S { byte m(1: i8 a) }
