enum E { A (x = "1"), B = 2 (y), /** doc */ C = 3 (z = "a", w = "b"); } (e = "f")
