const double A = - // expect 1:18 unexpected '-'
// expect 3:1 unexpected
