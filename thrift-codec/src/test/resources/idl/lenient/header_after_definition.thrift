# harmless
struct S {}
namespace java x
