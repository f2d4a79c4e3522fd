namespace * all
namespace java a.b.c
namespace cpp x (a = "b")
namespace py.twisted p
namespace smalltalk.category Q
service S { void m() }
