union Value {
  1: i64 number = 5
  2: required string text
  3: optional list<Value> items
  4: Value again
}
const Value ONE = {"number": 1}
union Empty {}
service Unions { Value echo(1: Value value, 2: Empty empty) }
