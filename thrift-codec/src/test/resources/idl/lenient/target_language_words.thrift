# reserved in languages that code is generated for; here none is
struct S { 1: i32 class, 2: i32 BEGIN, 3: i32 self; 4: string args }
