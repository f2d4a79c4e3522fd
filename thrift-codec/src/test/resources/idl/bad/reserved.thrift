struct list { 1: i32 a } // expect 1:8 unexpected 'list', a reserved word (expected: struct name)
struct true {} // expect 2:8 unexpected 'true'
service S { void enum() } // expect 3:18 unexpected 'enum', a reserved word (expected: function name)
