// struct T {
# "open
/* /* // # ' " */
/* ** */
/**/
service S {}
