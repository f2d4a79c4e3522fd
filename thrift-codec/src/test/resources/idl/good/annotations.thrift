struct Request {
  1: required string id (api.path = "id", api.vd = "len($) > 0")
  2: optional i64 big (api.query = "big", api.js_conv, go.tag = 'json:"big"');
  3: list<string (item = "a")> (cpp.template = "std::list") tags (api.header = "X-Tags" deprecated)
  4: string (utf8 = "yes") text = "x" (a = "b"; c = "d",)
} (struct.note = "one", flag)
enum Kind { A (x = "1"), B = 2 (y) } (enum.note = "n")
union Pick { 1: Kind kind (k) } (u = "v")
exception Failed { 1: string message (m = "n") } (http.status = "404", final)
typedef string Name (t = "u")
service Annotated {
  Request get(1: Request request (arg = "1")) throws (1: Failed failed (f)) (api.get = "/x/:id", api.category = "demo")
  oneway void note(1: Name name, 2: Pick pick) (api.post = "/note", quick),
} (base.path = "/v1", repeated = "one", repeated = "two")
