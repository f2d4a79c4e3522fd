exception X {}
service S { oneway void f() throws (1: X x) } // expect 2:25 oneway method 'f' has a 'throws' clause
