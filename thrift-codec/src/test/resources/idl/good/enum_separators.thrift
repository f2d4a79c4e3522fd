enum E { A, B; C
D = 4 F = 5; }
