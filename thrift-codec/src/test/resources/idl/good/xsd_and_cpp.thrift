struct Old xsd_all {
  1: i32 a xsd_optional
  2: i32 b = 2 xsd_nillable
  3: i32 c xsd_optional xsd_nillable xsd_attrs { 1: i32 x, 2: string y } (note = "z"),
  4: Old & reference
  5: optional Old& other
  6: list<i32> cpp_type "std::vector<int>" l
  7: map cpp_type "std::map<int,int>" <i32, i32> m
  8: set cpp_type "std::set<int>" <i32> s
}
service Leftovers { Old get() }
