# order does not matter here
service S extends T { void f() throws (1: X x) }
service T {}
exception X {}
