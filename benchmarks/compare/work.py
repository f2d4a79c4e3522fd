"""What is called: the requests, their answers, and the files that servers and peers read."""

import json
from dataclasses import dataclass

SMALL_BYTES, SMALL_FIELDS = 1024, 20
LARGE_BYTES, LARGE_FIELDS = 10240, 200
SLOW_MILLIS = 200
# The backends in the order of their ports: three of AssetManagement, three of Echo, five of SlowEcho of which one is slow, one of HTTP.
BACKEND_DELAYS = [0] * 3 + [0] * 3 + [SLOW_MILLIS, 0, 0, 0, 0] + [0]
# What is measured of Turnpike beside its calls.
START, MEMORY = "start", "memory"
DEFAULT_WORK = "start,memory,insert@50,query@50,1k@1,1k@10,1k@50,1k@500,10k@1,10k@10,10k@50,10k@500,slow@50,http@1,http@50,http@500"


def _structure(count, size):
    """Fields (id, type, value) of every common kind, whose JSON has exactly `size` bytes."""
    # No more of 64 bits: javac takes no constructor, as the Apache compiler makes, whose parameters have more than 255 slots.
    kinds = ["string", "i64", "i32", "string", "string", "double", "i32", "string"]
    strings = [n for n in range(1, count + 1) if kinds[n % 8] == "string"]

    def fields(lengths):
        for n in range(1, count + 1):
            kind = kinds[n % 8]
            if kind == "string":
                text = f"Field {n} of an ordinary text, with blanks and commas, "
                yield n, kind, (text * 20)[: lengths[n]]
            else:
                yield n, kind, {"i64": n * 1_000_000_007, "i32": n * 7919, "double": n + 0.5}[kind]

    lengths = {n: 0 for n in strings}
    rest = size - len(_json(_object(fields(lengths))))
    for i, n in enumerate(strings):
        lengths[n] = rest // len(strings) + (1 if i < rest % len(strings) else 0)
    return list(fields(lengths))


def _name(n):
    """Of a field: real ones begin with different letters, too. (Below Kitex dynamicgo 0.8.0 crashes on 200 that differ by digits alone.)"""
    return f"{chr(ord('a') + n % 26)}Field{n}"


def _object(fields):
    return {_name(n): value for n, _, value in fields}


def _json(value):
    return json.dumps(value, separators=(",", ":")).encode()


SMALL = _structure(SMALL_FIELDS, SMALL_BYTES)
LARGE = _structure(LARGE_FIELDS, LARGE_BYTES)
INSERT = [(1, "string", "2"), (2, "string", "Google"), (3, "string", "US")]
PLAIN_ANSWER = _object(SMALL)


@dataclass(frozen=True)
class Call:
    """One request, and what has to come back."""

    name: str
    title: str
    verb: str
    path: str
    body: bytes
    answer: dict
    service: str = ""  # of Thrift; empty where the backend speaks HTTP
    method: str = ""
    fields: tuple = ()

    @property
    def plain(self):
        return not self.service

    @property
    def answer_bytes(self):
        return len(_json(self.answer))

    def request(self, port):
        """The request as it goes out."""
        head = f"{self.verb} {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n"
        if self.body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(self.body)}\r\n"
        return head.encode() + b"\r\n" + self.body


def _thrift(name, title, service, method, fields, answer=None, path=None, verb="POST", body=None):
    if body is None:
        body = _json(_object(fields))
    return Call(name, title, verb, path or f"/{service}/{method}", body, answer or _object(fields), service, method, tuple(fields))


CALLS = {
    call.name: call
    for call in [
        _thrift("insert", "insertAsset: POST, three servers", "AssetManagement", "insertAsset", INSERT,
                {"Ok": True, "Msg": "Asset inserted"}, "/AssetManagement/newAsset",
                body=_json({"ID": "2", "Name": "Google", "Market": "US"})),
        _thrift("query", "queryAsset: GET, three servers", "AssetManagement", "queryAsset", INSERT[:1],
                {"Exist": True, "ID": "2", "Name": "Google", "Market": "US"}, "/AssetManagement/getAsset?ID=2", "GET", b""),
        _thrift("1k", "a struct of 20 fields, 1 KB of JSON, there and back", "Echo", "small", SMALL),
        _thrift("10k", "a struct of 200 fields, 10 KB of JSON, there and back", "Echo", "large", LARGE),
        _thrift("slow", "1k, with one server of five that takes 200 ms", "SlowEcho", "small", SMALL),
        Call("http", "HTTP upstream, an answer of 1 KB", "GET", "/Plain/data", b"", PLAIN_ANSWER),
    ]
}


@dataclass(frozen=True)
class Work:
    """A call, and over how many connections it is made."""

    call: Call
    connections: int

    @property
    def name(self):
        return f"{self.call.name}@{self.connections}"


def parse_work(text):
    """Works of 'start,memory,call@connections,...': calls, and the names of the others; raises ValueError that says what was expected."""
    works, others = [], []
    for item in text.split(","):
        if item in (START, MEMORY):
            others.append(item)
            continue
        name, _, connections = item.partition("@")
        if name not in CALLS or not (connections or "50").isdigit() or not 1 <= int(connections or 50) <= 10000:
            raise ValueError(f"{item}: no such work (expected: {START}, {MEMORY}, or CALL@CONNECTIONS with CALL one of "
                             f"{', '.join(CALLS)}, 1 to 10000)")
        works.append(Work(CALLS[name], int(connections or 50)))
    return works, others


def echo_idl(with_large=True):
    """The IDL of Echo and its two structs, or of its smaller half. It follows from a rule, so it is not kept."""
    lines = ["namespace java peers.thrift", ""]
    methods = ["  Small small(1: Small value)"] + ["  Large large(1: Large value)"] * with_large
    for name, fields in [("Small", SMALL)] + [("Large", LARGE)] * with_large:
        lines += [f"struct {name} {{"] + [f"  {n}: {kind} {_name(n)}" for n, kind, _ in fields] + ["}", ""]
    return "\n".join(lines + ["service Echo {", *methods, "}", ""])


def write_files(directory, assets_idl):
    """What peers and generators read: the IDLs, the constants of the ceiling, the fields for the Thrift client."""
    (directory / "idl").mkdir(parents=True, exist_ok=True)
    (directory / "answers").mkdir(exist_ok=True)
    for name, text in (("assets", assets_idl), ("echo", echo_idl())):
        file = directory / "idl" / f"{name}.thrift"
        # What is built from it is built again when it is newer.
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
    (directory / "plain.json").write_bytes(_json(PLAIN_ANSWER))
    for call in CALLS.values():
        name = call.path.partition("?")[0].strip("/").replace("/", ".")
        (directory / "answers" / name).write_bytes(_json(call.answer))
        if call.service:
            lines = [f"{n}\t{kind}\t{value}\n" for n, kind, value in call.fields]
            (directory / f"{call.name}.fields").write_text("".join(lines))


def topology(directory, ports):
    """Services with their IDL and servers, and what each path calls, for the peers and for the registration."""
    assets, echo, slow, plain = ports[:3], ports[3:6], ports[6:11], ports[11]

    def service(idl, numbers):
        return {"Idl": str(directory / "idl" / idl), "Servers": [f"127.0.0.1:{n}" for n in numbers]}

    return {
        "Services": {
            "AssetManagement": service("assets.thrift", assets),
            "Echo": service("echo.thrift", echo),
            "SlowEcho": service("echo.thrift", slow),
        },
        "Paths": {
            call.path.partition("?")[0]: {"Service": call.service, "Method": call.method}
            for call in CALLS.values()
            if call.service
        },
        "Plain": f"127.0.0.1:{plain}",
    }
