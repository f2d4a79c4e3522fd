typedef i32 Id (java.type = "x")
typedef Id OtherId
typedef list<OtherId> Ids, typedef map<string, Ids> IdsByName;
typedef Later Forward
typedef list<string> Names (a)
struct Later { 1: Forward again, 2: IdsByName ids; 3: Names names }
service Typedefs { Forward get(1: OtherId id) IdsByName all() }
