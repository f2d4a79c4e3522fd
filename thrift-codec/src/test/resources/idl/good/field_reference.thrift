struct T { 1: optional T & following, 2: T& other, 3: list<T> & all }
