const string A = "a\qb" // expect 1:20 escape
