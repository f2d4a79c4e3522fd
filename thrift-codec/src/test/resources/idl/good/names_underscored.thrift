struct _T { 1: i32 _, 2: i32 __a, 3: i32 a_1_ }
service S_ { _T _m(1: _T _t) }
