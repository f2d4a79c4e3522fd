struct T{1:i32 a 2:i32 b}service S{T m(1:T t)oneway void n()}
