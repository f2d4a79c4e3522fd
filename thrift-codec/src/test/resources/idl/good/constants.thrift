const i32 DEC = 12
const i32 NEGATIVE = -12
const i32 POSITIVE = +12
const i32 HEX = 0x7fFF
const i64 NEGATIVE_HEX = -0x7f
const i64 BIGGEST = 9223372036854775807
const i64 SMALLEST = -9223372036854775808
const i32 LEADING_ZERO = 010
const double REAL = 1.5
const double EXPONENT = 1e3
const double FRACTION = -.5e-3
const double WHOLE = 7
const bool YES = true
const bool NO = 0
const string TEXT = "it's \"quoted\" \t \\ \r\n"
const string SINGLE = 'say "hi" \'x\''
const string ALIAS = TEXT
const binary BYTES = "abc"
const list<i32> LIST = [1, 2; 3 4, DEC]
const set<string> SET = ["a", "b"]
const map<string, i32> MAP = {"a": 1, "b": HEX; "c": 3}
const list<i32> EMPTY_LIST = {}
const set<i32> EMPTY_SET = {}
const map<i32, i32> EMPTY_MAP = []
enum Color { RED = 1, GREEN, BLUE = 0x10; LAST }
const Color FAVOURITE = Color.GREEN
const i32 GREEN_NUMBER = Color.GREEN
struct Point { 1: i32 x = 1, 2: i32 y = DEC, 3: optional string label }
const Point ORIGIN = {"x": 0, "y": HEX}
const map<string, Point> POINTS = {"one": {"x": 1}, "two": {"x": 2, "label": "deux"}}
typedef i32 Int
struct Defaults {
  1: i32 a = DEC
  2: optional i64 b = BIGGEST
  3: required string c = TEXT
  4: Color d = Color.BLUE
  5: Color e = 2
  6: bool f = true
  7: list<Color> g = [Color.RED, Color.LAST]
  8: map<string, list<i32>> h = {"k": [1, 2]}
  9: Point i = {"x": 5}
  10: binary j = "bytes"
  11: double k = 3
  12: i16 l = -0x8000
  13: i8 m = 127
  14: Int n = DEC
  15: set<i32> o = [1, 2]
  16: double p = REAL
}
service Constants { Defaults get(1: i32 limit = 10, 2: Defaults d, 3: map<string, Point> points) }
