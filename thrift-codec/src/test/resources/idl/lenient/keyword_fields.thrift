# most reserved words may name a field since Thrift 0.18
struct S { 1: i32 list, 2: string namespace; 3: bool required 4: i32 struct = 1, 5: optional string optional }
service T { void f(1: i32 include, 2: string service) }
