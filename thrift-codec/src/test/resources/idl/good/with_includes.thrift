include "includes/shared.thrift"
include "includes/other.types.thrift"
namespace Go some.where
struct Uses {
  1: shared.Common common = {"id": 7}
  2: shared.Level level = shared.Level.HIGH
  3: i32 limit = shared.LIMIT
  4: other.types.Thing thing
  5: list<shared.CommonList> lists
  6: i32 number = other.types.Size.BIG
}
service Includes extends shared.Root { Uses apply(1: Uses uses) throws (1: shared.Broken broken) }
