const string A = 5 // expect 1:18 5 does not fit
