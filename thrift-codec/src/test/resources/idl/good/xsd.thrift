struct T xsd_all { 1: i32 a xsd_optional, 2: i32 b xsd_nillable, 3: i32 c xsd_optional xsd_nillable, 4: i32 d xsd_attrs { 1: string s, 2: i32 n } (x = "y") }
union U xsd_all {}
