enum E { A, A } // expect 1:13 enum value 'A' is already defined
