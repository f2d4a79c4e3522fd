const i32 A = 1.5 // expect 1:15 1.5 does not fit
