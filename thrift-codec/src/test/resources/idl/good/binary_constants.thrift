const binary A = "bytes"
struct T { 1: binary b = "ü" }
