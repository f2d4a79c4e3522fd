# common elsewhere, and harmless
struct S {};
enum E {A};
service T {};
