struct A {}
struct A {} // expect 2:8 type 'A' is already defined
