struct B {}
service A extends B {} // expect 2:19 unknown service 'B'
