enum E { A = 1, B = 1, C }
service S { E m(1: E e = E.B) }
