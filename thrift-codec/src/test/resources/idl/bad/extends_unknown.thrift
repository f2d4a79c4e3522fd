service A extends B {} // expect 1:19 unknown service 'B'
