# senum and slist were in the language until Thrift 0.16
senum Words { "one", "two"; "three" }
struct S { 1: Words words = "one", 2: slist list_ }
service T { Words f(1: S s) }
