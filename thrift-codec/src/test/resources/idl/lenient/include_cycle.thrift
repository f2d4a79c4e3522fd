# the compiler runs out of stack
include "include_cycle.thrift"
struct S { 1: optional include_cycle.S s }
service T { S f() }
