service A extends B {} // expect 1:9 service 'A' extends itself
service B extends A {}
