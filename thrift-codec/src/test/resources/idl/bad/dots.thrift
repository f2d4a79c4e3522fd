struct a.b { 1: i32 c.d } // expect 1:8 struct name 'a.b' has a dot // expect 1:21 field name 'c.d' has a dot
