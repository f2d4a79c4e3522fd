exception First { 1: string why }
exception Second { 1: i32 code }
typedef Second Alias
service Parent { void base(); oneway void fire(1: string what) async void old_style() }
service Child extends Parent {
  i32 none()
  string one(1: string a) throws (1: First first),
  list<string> two(1: required string a, 2: optional i32 b) throws (1: First first; 2: Alias second);
  void empty_throws() throws ()
}
service Grandchild extends Child {}
