struct Struct { 1: i32 Include, 2: i32 void_, 3: i32 e10, 4: i32 _x, 5: i32 x_1, 6: i32 lists; 7: i32 TRUE }
enum Same { Same = 1, Other = 1 }
const i32 Same = 3
const string Struct = "Struct"
service Names { Struct names(1: Struct Struct, 2: Same Same) }
