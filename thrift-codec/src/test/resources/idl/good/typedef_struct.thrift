struct P { 1: i32 x }
typedef P Q
exception X {}
typedef X Y
enum E { A }
typedef E F
service S { Q m(1: F f) throws (1: Y y) }
