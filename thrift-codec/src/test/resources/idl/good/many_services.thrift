service A { void a() }
service B { void a() }
struct T {}
service C { T a() }
