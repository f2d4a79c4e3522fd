include "nowhere.thrift" // expect 1:9 include "nowhere.thrift" is not among the given texts
struct S {
  1: Nope a // expect 3:6 unknown type 'Nope'
  2: nowhere.Thing b
  3: i32 c = MISSING // expect 5:14 unknown constant or enum value 'MISSING'
  4: list<map<string, Gone>> d // expect 6:23 unknown type 'Gone'
}
service T extends Absent { // expect 8:19 unknown service 'Absent'
  Lost f(1: Stray s) // expect 9:3 unknown type 'Lost' // expect 9:13 unknown type 'Stray'
}
