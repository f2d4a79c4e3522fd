const string A = "abc // expect 1:18 string is not closed
