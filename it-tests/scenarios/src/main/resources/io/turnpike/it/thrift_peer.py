#!/usr/bin/env python3
"""A Thrift server that shares no code with Turnpike: an independent peer for the tests.

Standard library only. Speaks the Thrift binary protocol, strict and old style, framed or unframed ("buffered"), as
the Apache Thrift protocol specifications describe it, and knows no IDL: it decodes what the bytes say. A struct is
a dict {field id: (type code, value)}, a list or set is (element type code, [values]), a map is
(key type code, value type code, [(key, value)]).

It connects itself to a gateway and heartbeats by plain HTTP, as a service team without connector-client would; it never
connects a second time. With --one-at-a-time it has one thread for all connections, as Python's stock TSimpleServer: it serves
one until that is closed, and only then the next.

    thrift_peer.py --framing framed|buffered [--host 127.0.0.1] [--port 0] [--state FILE] [--one-at-a-time]
                   [--gateway URL --apikey KEY --service NAME --heartbeat SECONDS]

Prints "listening PORT", then "connected SERVERID", then "heartbeat STATUS" whenever the status of the answer changes.
"""

import argparse
import json
import os
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.request

STOP, BOOL, BYTE, DOUBLE, I16, I32, I64, STRING, STRUCT, MAP, SET, LIST = 0, 2, 3, 4, 6, 8, 10, 11, 12, 13, 14, 15
CALL, REPLY, EXCEPTION, ONEWAY = 1, 2, 3, 4
NAMES = {BOOL: "bool", BYTE: "byte", DOUBLE: "double", I16: "i16", I32: "i32", I64: "i64", STRING: "string",
         STRUCT: "struct", MAP: "map", SET: "set", LIST: "list"}
FIXED = {BYTE: ">b", DOUBLE: ">d", I16: ">h", I32: ">i", I64: ">q"}
UNKNOWN_METHOD, INTERNAL_ERROR = 1, 6


class Reader:
    """Reads protocol values from read(n), which returns exactly n bytes or raises EOFError."""

    def __init__(self, read):
        self.read = read

    def fixed(self, code):
        return struct.unpack(FIXED[code], self.read(struct.calcsize(FIXED[code])))[0]

    def text(self):
        return self.read(self.fixed(I32))

    def value(self, code):
        if code == BOOL:
            octet = self.fixed(BYTE)
            if octet not in (0, 1):
                raise ValueError("bool octet %d" % octet)
            return octet == 1
        if code == STRING:
            return self.text()
        if code == STRUCT:
            fields = {}
            while True:
                kind = self.fixed(BYTE)
                if kind == STOP:
                    return fields
                ident = self.fixed(I16)
                if ident in fields:
                    raise ValueError("field %d twice" % ident)
                fields[ident] = (kind, self.value(kind))
        if code == MAP:
            key, val, size = self.fixed(BYTE), self.fixed(BYTE), self.fixed(I32)
            return key, val, [(self.value(key), self.value(val)) for _ in range(size)]
        if code in (SET, LIST):
            element, size = self.fixed(BYTE), self.fixed(I32)
            return element, [self.value(element) for _ in range(size)]
        return self.fixed(code)

    def message(self):
        first = self.fixed(I32)
        if first < 0:
            if first & 0xFFFF0000 != 0x80010000:
                raise ValueError("version %x" % (first & 0xFFFFFFFF))
            kind, name = first & 0xFF, self.text()
        else:
            name, kind = self.read(first), self.fixed(BYTE)
        return name.decode("utf-8"), kind, self.fixed(I32), self.value(STRUCT)


def encode(code, value):
    if code == BOOL:
        return b"\x01" if value else b"\x00"
    if code == STRING:
        data = value.encode("utf-8") if isinstance(value, str) else value
        return struct.pack(">i", len(data)) + data
    if code == STRUCT:
        return b"".join(struct.pack(">bh", kind, ident) + encode(kind, item) for ident, (kind, item) in value.items()) + b"\x00"
    if code == MAP:
        key, val, pairs = value
        return struct.pack(">bbi", key, val, len(pairs)) + b"".join(encode(key, k) + encode(val, v) for k, v in pairs)
    if code in (SET, LIST):
        element, items = value
        return struct.pack(">bi", element, len(items)) + b"".join(encode(element, item) for item in items)
    return struct.pack(FIXED[code], value)


def encode_message(name, kind, seqid, fields):
    return struct.pack(">I", 0x80010000 | kind) + encode(STRING, name) + struct.pack(">i", seqid) + encode(STRUCT, fields)


def describe(code, value):
    """What was on the wire, as text: type names, field ids, values. Sets and maps are sorted, as their order is free."""
    if code == BOOL:
        return "true" if value else "false"
    if code == STRING:
        try:
            return json.dumps(value.decode("utf-8"), ensure_ascii=True)
        except UnicodeDecodeError:
            return "x" + value.hex()
    if code == STRUCT:
        return "{" + ",".join("%d:%s=%s" % (i, NAMES[k], describe(k, v)) for i, (k, v) in sorted(value.items())) + "}"
    if code == MAP:
        pairs = sorted(describe(value[0], k) + ">" + describe(value[1], v) for k, v in value[2])
        return "%s>%s[%s]" % (NAMES[value[0]], NAMES[value[1]], ",".join(pairs))
    if code in (SET, LIST):
        items = [describe(value[0], item) for item in value[1]]
        return "%s[%s]" % (NAMES[value[0]], ",".join(sorted(items) if code == SET else items))
    return repr(value)


class Declared(Exception):
    """An exception that the method's throws clause declares, by its field id in the result."""

    def __init__(self, ident, fields):
        super().__init__()
        self.ident, self.fields = ident, fields


class Service:
    """The methods. Each takes the arguments as a struct and returns (type code, value), or None for void."""

    def __init__(self, state):
        self.lock = threading.Lock()
        self.state_file = state
        self.assets = {}
        if state and os.path.exists(state):
            with open(state, encoding="utf-8") as source:
                self.assets = json.load(source)
        self.shots = []

    # AssetManagement of reference 000
    def insertAsset(self, args):
        request = {i: v.decode("utf-8") for i, (_, v) in args[1][1].items()}
        with self.lock:
            known = request[1] in self.assets
            if not known:
                self.assets[request[1]] = [request.get(2, ""), request.get(3, "")]
            if self.state_file:
                with open(self.state_file, "w", encoding="utf-8") as out:
                    json.dump(self.assets, out)
        text = "known already" if known else "inserted " + request[1]
        return STRUCT, {1: (BOOL, not known), 2: (STRING, text)}

    def queryAsset(self, args):
        ident = args[1][1][1][1].decode("utf-8")
        with self.lock:
            found = self.assets.get(ident)
        name, market = found or ["", ""]
        return STRUCT, {1: (BOOL, found is not None), 2: (STRING, ident), 3: (STRING, name), 4: (STRING, market)}

    # Kitchen: everything that a call can carry
    def whoami(self, args):
        return STRING, "thrift_peer.py"

    def describe(self, args):
        return STRING, describe(STRUCT, args)

    search = describeDefaults = describeShape = describe

    def sample(self, args):
        point = {1: (DOUBLE, 0.5), 2: (DOUBLE, -2.0)}
        return STRUCT, {
            1: (BOOL, True), 2: (BYTE, -128), 3: (I16, 32767), 4: (I32, -2147483648), 5: (I64, 9007199254740993),
            6: (DOUBLE, 1e-7), 7: (STRING, "h\u00e9 \"\\\n\u0001 \U0001F600"), 8: (STRING, b"\x00\xff\x10"), 9: (I32, 5),
            10: (STRUCT, point), 11: (LIST, (I32, [1, -1])), 12: (SET, (STRING, ["one"])),
            13: (MAP, (STRING, I32, [("a", 1)])), 14: (MAP, (I32, STRUCT, [(7, point)])),
            15: (MAP, (STRUCT, STRING, [(point, "here")])), 16: (LIST, (LIST, [(I32, [1, 2]), (I32, [])])),
            99: (STRING, "a field of a newer IDL, to be skipped")}

    def sampleUnknownEnum(self, args):
        return I32, 77

    def tree(self, args):
        def mirrored(node):
            fields = {1: (STRING, node[1][1])}
            if 2 in node:
                fields[2] = (LIST, (STRUCT, [mirrored(child) for child in reversed(node[2][1][1])]))
            return fields
        return STRUCT, mirrored(args[1][1])

    def visit(self, args):
        return STRUCT, args[1][1]

    def subtract(self, args):
        return I64, args[1][1] - args[2][1]

    def fail(self, args):
        raise Declared(2, {1: (STRING, args[1][1]), 2: (I32, 7)})

    def crash(self, args):
        raise RuntimeError("boiler")

    def lacksRequired(self, args):
        return STRUCT, {2: (DOUBLE, 1.0)}

    def clear(self, args):
        with self.lock:
            self.shots.clear()

    def fire(self, args):
        with self.lock:
            self.shots.append(args[1][1])

    def fired(self, args):
        with self.lock:
            return LIST, (STRING, list(self.shots))

    def sleep(self, args):
        time.sleep(args[1][1] / 1000.0)
        return I32, args[1][1]

    def call(self, name, kind, seqid, args):
        """The bytes of the reply, or None for a oneway call."""
        method = None if name in ("call", "__init__") else vars(Service).get(name)
        if method is None:
            return encode_message(name, EXCEPTION, seqid, {1: (STRING, "Unknown method " + name), 2: (I32, UNKNOWN_METHOD)})
        try:
            result = method(self, args)
        except Declared as declared:
            return encode_message(name, REPLY, seqid, {declared.ident: (STRUCT, declared.fields)})
        except Exception as failure:  # what a generated processor does with an undeclared exception
            print("failed %s %r" % (name, failure), flush=True)
            return encode_message(name, EXCEPTION, seqid, {1: (STRING, repr(failure)), 2: (I32, INTERNAL_ERROR)})
        if kind == ONEWAY:
            return None
        return encode_message(name, REPLY, seqid, {} if result is None else {0: result})


def exactly(source):
    def read(count):
        if not 0 <= count <= 1 << 26:
            raise ValueError("length %d" % count)
        data = source.read(count)
        if len(data) < count:
            raise EOFError()
        return data
    return read


def serve(connection, framing, service):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection, connection.makefile("rb") as source:
        read = exactly(source)
        try:
            while True:
                if framing == "framed":
                    frame = read(struct.unpack(">i", read(4))[0])
                    position = [0]

                    def take(count):
                        if not 0 <= count <= len(frame) - position[0]:
                            raise ValueError("length %d in a frame" % count)
                        position[0] += count
                        return frame[position[0] - count:position[0]]

                    reply = service.call(*Reader(take).message())
                    if position[0] != len(frame):
                        raise ValueError("%d bytes left in the frame" % (len(frame) - position[0]))
                    if reply is not None:
                        connection.sendall(struct.pack(">i", len(reply)) + reply)
                else:
                    reply = service.call(*Reader(read).message())
                    if reply is not None:
                        connection.sendall(reply)
        except (EOFError, ConnectionError):
            pass
        except (ValueError, KeyError, UnicodeDecodeError) as fault:  # as a stock server: close the connection
            print("closing: %r" % fault, flush=True)


def post(url, document):
    request = urllib.request.Request(url, json.dumps(document).encode("utf-8"), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.status, json.load(answer)


def live(options, port):
    """Connects once, then heartbeats for ever, whatever the gateway says."""
    while True:
        try:
            _, answer = post(options.gateway + "/connect", {
                "ApiKey": options.apikey, "ServiceName": options.service,
                "ServerAddress": options.host, "ServerPort": str(port)})
            break
        except (OSError, ValueError) as failure:
            print("connect %s" % failure, flush=True)
            time.sleep(options.heartbeat)
    print("connected " + answer["ServerID"], flush=True)
    last = None
    while True:
        try:
            status, _ = post(options.gateway + "/health", {"ApiKey": options.apikey, "ServerID": answer["ServerID"]})
        except urllib.error.HTTPError as refused:
            status = refused.code
        except (OSError, ValueError):
            status = "none"
        if status != last:
            print("heartbeat %s" % status, flush=True)
            last = status
        time.sleep(options.heartbeat)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--framing", choices=["framed", "buffered"], required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state")
    parser.add_argument("--one-at-a-time", action="store_true")
    parser.add_argument("--gateway")
    parser.add_argument("--apikey")
    parser.add_argument("--service")
    parser.add_argument("--heartbeat", type=float, default=1.0)
    options = parser.parse_args()
    service = Service(options.state)
    with socket.create_server((options.host, options.port), backlog=1024) as listener:
        port = listener.getsockname()[1]
        print("listening %d" % port, flush=True)
        if options.gateway:
            threading.Thread(target=live, args=(options, port), daemon=True).start()
        while True:
            connection, _ = listener.accept()
            if options.one_at_a_time:
                serve(connection, options.framing, service)
                continue
            threading.Thread(target=serve, args=(connection, options.framing, service), daemon=True).start()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
