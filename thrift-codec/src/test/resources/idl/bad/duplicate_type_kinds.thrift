struct A {}
enum A { X } // expect 2:6 type 'A' is already defined
service A {} // expect 3:9 type 'A' is already defined
