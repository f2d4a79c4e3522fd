service S { oneway void a(), async void b(1: i32 x), oneway void c(1: list<string> l) }
