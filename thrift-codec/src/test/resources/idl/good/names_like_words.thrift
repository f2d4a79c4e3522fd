struct Struct { 1: i32 structs, 2: i32 Required, 3: i32 listing, 4: i32 i33, 5: i32 e10, 6: i32 trues }
enum Enum { ONEWAY, Void }
service Service { void voids(1: Struct Throws) }
