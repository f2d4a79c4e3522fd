struct Order {
  1: string id,
  2: Custmer customer, // expect 3:6 unknown type 'Custmer'
  3: i32 amount
}

struct Line {
  1: i32 count
  2 string article // expect 9:5 unexpected 'string', a reserved word (expected: ':' after the field number)
  3: double price
}

service Orders {
  Order get(1: string id)
  Line line(1: string id) throws (1: Line l) // expect 15:38 type Line in 'throws' (expected: an exception)
}
