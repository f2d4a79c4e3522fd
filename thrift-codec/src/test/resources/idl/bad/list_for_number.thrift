const i32 A = [1] // expect 1:15 a list does not fit
