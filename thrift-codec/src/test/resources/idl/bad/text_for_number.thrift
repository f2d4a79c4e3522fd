const i32 A = "5" // expect 1:15 text does not fit
