service Odd { oneway i32 f(1: i32 a) }
