struct Alone { 1: i32 a }
enum Nothing {}
struct Void {}
union None {}
exception Plain {}
