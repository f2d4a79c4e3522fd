typedef A B // expect 1:11 typedef 'B' refers to itself
typedef B A
