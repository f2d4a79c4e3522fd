const double A = 1e3
const double B = -1.5E-3
const double C = .5
const double D = +2.5e+2
const double E = 7
const double F = 0.0
