service V {}
struct S { 1: V v } // expect 2:15 'V' is a service (expected: a type)
