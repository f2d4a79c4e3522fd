// Everything that a call can carry. What each method does is in thrift_peer.py.
namespace py turnpike.it

enum Colour {
  RED = 1,
  GREEN = 2
  BLUE = 5;
}

typedef i64 Id
const i32 ANSWER = 42

struct Point {
  1: required double x
  2: required double y
}

/** Recursive. */
struct Node {
  1: string name
  2: list<Node> children
}

struct Everything {
  1: bool flag
  2: i8 tiny
  3: i16 small
  4: i32 medium
  5: Id big
  6: double real
  7: string text
  8: binary blob
  9: Colour colour
  10: Point point
  11: list<i32> numbers
  12: set<string> names
  13: map<string, i32> counts
  14: map<i32, Point> places
  15: map<Point, string> labels
  16: list<list<Colour>> grid
  17: optional string note
}

struct Defaults {
  1: i32 answer = ANSWER
  2: string word = "none"
  3: optional i32 maybe = 3
  4: Colour colour = Colour.GREEN
}

union Shape {
  1: Point centre
  2: double radius
}

/** Bound to other parts of HTTP than the body. */
struct Visit {
  1: string guest (api.header = "X-Guest", api.body = "guest")
  2: i32 table (api.query = "table")
  3: string ticket (api.cookie = "ticket")
  4: i32 status (api.http_code = "true")
  5: i64 bill (api.body = "total", api.js_conv = "true")
  6: required string room (api.path = "number")
  7: optional string secret (api.none = "true")
}

exception TooHot {
  1: string what
}

exception NotFound {
  1: string what
  2: i32 code
}

service Base {
  string whoami()
}

service Kitchen extends Base {
  string describe(1: Everything everything)
  string describeDefaults(1: Defaults defaults)
  string describeShape(1: Shape shape)
  string search(1: Everything everything)
  Everything echo(1: Everything everything)
  Everything sample()
  Colour sampleUnknownEnum()
  Node tree(1: Node root)
  i64 subtract(1: i64 from, 2: i64 what)
  i32 fail(1: string what) throws (1: TooHot tooHot, 2: NotFound notFound)
  i32 crash()
  Point lacksRequired()
  void clear()
  oneway void fire(1: string what)
  list<string> fired()
  i32 sleep(1: i32 millis)
  i32 missing()
  Visit visit(1: Visit visit) (api.put = "/rooms/:number/visits")
}
