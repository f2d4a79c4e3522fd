struct A { 1: string caf = "café" }
service S { A a() }
