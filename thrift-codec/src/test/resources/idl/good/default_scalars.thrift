struct T { 1: bool a = true, 2: byte b = -128, 3: i16 c = 32767, 4: i32 d = -1, 5: i64 e = 9000000000, 6: double f = 2.5, 7: double g = 3, 8: string h = "x", 9: binary i = "y" }
service S { T m() }
