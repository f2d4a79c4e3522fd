enum E { A = "a" } // expect 1:14 unexpected '"a"'
