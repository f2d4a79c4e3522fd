struct T { 1: map<string, list<set<i32>>> a, 2: list<list<list<list<double>>>> b, 3: map<list<i32>, map<set<string>, binary>> c }
