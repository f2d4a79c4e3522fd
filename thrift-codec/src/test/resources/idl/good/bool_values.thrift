const bool A = true
const bool B = false
const bool C = 1
const bool D = 0
struct T { 1: bool a = true, 2: bool b = 0 }
