struct T { 1: list<string> a = ["x"], 2: set<i32> b = [1, 2], 3: map<string, list<i32>> c = {"k": [1]}, 4: list<i32> d = [], 5: map<i32, i32> e = {} }
service S { T m() }
