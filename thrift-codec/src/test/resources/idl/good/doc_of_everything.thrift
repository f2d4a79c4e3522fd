/** struct */ struct T { /** field */ 1: i32 a }
/** union */ union U { /** uf */ 1: i32 a }
/** exception */ exception X {}
/** service */ service S { /** method */ T m(/** argument */ 1: U u) throws (/** thrown */ 1: X x) }
