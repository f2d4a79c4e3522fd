namespace go ledger

enum Kind { CREDIT = 1, DEBIT = 2 }

struct Entry {
  1: required i64 number
  2: Kind kind = Kind.CREDIT
  3: double amount
  4: optional string note
  5: map<string, list<i32>> tags
  6: set<i16> marks
  7: binary seal
  8: bool settled
  9: optional Entry previous
}

exception Refused {
  1: i32 code
  2: string reason
}

service Ledger {
  Entry echo(1: Entry entry)
  i64 add(1: i64 left, 2: i32 right)
  void check(1: string word) throws (1: Refused refused)
  list<Entry> repeat(1: Entry entry, 2: i8 times)
  string whoami()
  oneway void note(1: string text)
}
