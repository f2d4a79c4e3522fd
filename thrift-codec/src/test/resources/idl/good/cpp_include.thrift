cpp_include "<vector>"
cpp_include 'x.h'
service S { void m() }
