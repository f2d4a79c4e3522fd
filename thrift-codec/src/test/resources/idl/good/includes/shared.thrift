/** shared things */
namespace java x
include "other.types.thrift"
enum Level { LOW, HIGH = 9 }
const i32 LIMIT = 99
struct Common { 1: i32 id = LIMIT, 2: other.types.Thing thing }
typedef list<Common> CommonList
exception Broken { 1: string message }
service Root { void ping(); Common common(1: Level level = Level.HIGH) }
