const map<i32, i32> A = {1 2} // expect 1:28 unexpected '2'
