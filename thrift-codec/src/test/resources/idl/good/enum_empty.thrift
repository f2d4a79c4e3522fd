enum E {}
struct T {}
union U {}
exception X {}
service S {}
