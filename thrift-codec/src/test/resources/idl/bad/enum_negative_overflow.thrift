enum E { A = -2147483649 } // expect 1:14 enum value A = -2147483649
