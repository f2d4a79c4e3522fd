namespace * all.of.them
namespace java com.example.base (unused = "yes")
namespace py.twisted x
cpp_include "<vector>"

struct Every {
  1: bool flag
  2: byte small,
  3: i8 tiny;
  4: i16 medium
  5: i32 number
  6: i64 large
  7: double real
  8: string text
  9: binary bytes
  10: list<i32> numbers
  11: set<string> names
  12: map<string, list<map<i32, set<binary>>>> deep
}
service Base { Every echo(1: Every every) }
