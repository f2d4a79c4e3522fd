#!/usr/bin/env python3
"""A Thrift server that shares no code with Turnpike: an independent peer for the tests.

Standard library only. Speaks the Thrift binary protocol, strict and old style, and the compact protocol; framed, unframed
("buffered"), behind a TTHeader or as HTTP POST; as the Apache Thrift protocol specifications and the one of TTHeader describe
it, and knows no IDL: it decodes what the bytes say. A struct is a dict {field id: (type code, value)}, a list or set is
(element type code, [values]), a map is (key type code, value type code, [(key, value)]); type codes are those of the binary
protocol.

It connects itself to a gateway and heartbeats by plain HTTP, as a service team without connector-client would; it never
connects a second time. With --one-at-a-time it has one thread for all connections, as Python's stock TSimpleServer: it serves
one until that is closed, and only then the next.

    thrift_peer.py --framing framed|buffered|ttheader|http [--protocol binary|compact] [--multiplexed NAME]
                   [--host 127.0.0.1] [--port 0] [--state FILE] [--one-at-a-time]
                   [--gateway URL --apikey KEY --service NAME --heartbeat SECONDS]

Prints "listening PORT", then "connected SERVERID", then "heartbeat STATUS" whenever the status of the answer changes.
"""

import argparse
import http.server
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


def say(line):
    """A whole line in one write: print() writes its end by itself, and another thread's line may come between."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


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


class CompactReader:
    """Reads compact-protocol values from read(n), as Reader does."""

    CODES = {1: BOOL, 2: BOOL, 3: BYTE, 4: I16, 5: I32, 6: I64, 7: DOUBLE, 8: STRING, 9: LIST, 10: SET, 11: MAP, 12: STRUCT}

    def __init__(self, read):
        self.read = read

    def octet(self):
        return self.read(1)[0]

    def varint(self):
        number = shift = 0
        while True:
            octet = self.octet()
            number |= (octet & 0x7F) << shift
            if octet < 0x80:
                return number
            shift += 7
            if shift > 63:
                raise ValueError("a varint of more than ten octets")

    def zigzag(self):
        number = self.varint()
        return number >> 1 ^ -(number & 1)

    def value(self, code):
        if code == BOOL:
            octet = self.octet()
            if octet not in (1, 2):
                raise ValueError("bool octet %d" % octet)
            return octet == 1
        if code == BYTE:
            return struct.unpack(">b", self.read(1))[0]
        if code in (I16, I32, I64):
            return self.zigzag()
        if code == DOUBLE:
            return struct.unpack("<d", self.read(8))[0]
        if code == STRING:
            return self.read(self.varint())
        if code == STRUCT:
            return self.struct()
        if code == MAP:
            size = self.varint()
            if size == 0:
                return STOP, STOP, []
            types = self.octet()
            key, val = self.CODES[types >> 4], self.CODES[types & 15]
            return key, val, [(self.value(key), self.value(val)) for _ in range(size)]
        head = self.octet()
        element, size = self.CODES[head & 15], head >> 4
        if size == 15:
            size = self.varint()
        return element, [self.value(element) for _ in range(size)]

    def struct(self):
        fields, ident = {}, 0
        while True:
            head = self.octet()
            if head == STOP:
                return fields
            ident = ident + (head >> 4) if head >> 4 else self.zigzag()
            if ident in fields:
                raise ValueError("field %d twice" % ident)
            kind = self.CODES[head & 15]
            fields[ident] = (kind, head & 15 == 1 if kind == BOOL else self.value(kind))

    def message(self):
        protocol, version = self.octet(), self.octet()
        if protocol != 0x82 or version & 31 != 1:
            raise ValueError("version %02x%02x" % (protocol, version))
        seqid = self.varint()
        return self.value(STRING).decode("utf-8"), version >> 5, seqid, self.struct()


def varint(number):
    octets = bytearray()
    while number > 0x7F:
        octets.append(number & 0x7F | 0x80)
        number >>= 7
    octets.append(number)
    return bytes(octets)


def zigzag(number):
    return varint(number << 1 if number >= 0 else -number * 2 - 1)


COMPACT_CODES = {code: compact for compact, code in CompactReader.CODES.items() if compact != 2}


def compact(code, value):
    if code == BOOL:
        return b"\x01" if value else b"\x02"
    if code == BYTE:
        return struct.pack(">b", value)
    if code in (I16, I32, I64):
        return zigzag(value)
    if code == DOUBLE:
        return struct.pack("<d", value)
    if code == STRING:
        data = value.encode("utf-8") if isinstance(value, str) else value
        return varint(len(data)) + data
    if code == STRUCT:
        out, last = bytearray(), 0
        for ident, (kind, item) in value.items():
            octet = (2 - item if kind == BOOL else COMPACT_CODES[kind])
            delta = ident - last
            out += bytes([delta << 4 | octet]) if 0 < delta <= 15 else bytes([octet]) + zigzag(ident)
            out += b"" if kind == BOOL else compact(kind, item)
            last = ident
        return bytes(out) + b"\x00"
    if code == MAP:
        key, val, pairs = value
        types = bytes([COMPACT_CODES[key] << 4 | COMPACT_CODES[val]]) if pairs else b""
        return varint(len(pairs)) + types + b"".join(compact(key, k) + compact(val, v) for k, v in pairs)
    element, items = value
    many = len(items) >= 15
    head = bytes([(15 if many else len(items)) << 4 | COMPACT_CODES[element]]) + (varint(len(items)) if many else b"")
    return head + b"".join(compact(element, item) for item in items)


def encode_compact_message(name, kind, seqid, fields):
    return bytes([0x82, kind << 5 | 1]) + varint(seqid) + compact(STRING, name) + compact(STRUCT, fields)


PROTOCOLS = {"binary": (Reader, encode_message), "compact": (CompactReader, encode_compact_message)}


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

    def echo(self, args):
        return args[1]

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

    def call(self, name, kind, args):
        """Name, kind and fields of the reply, or None for a oneway call."""
        method = None if name in ("call", "__init__") else vars(Service).get(name)
        if method is None:
            return name, EXCEPTION, {1: (STRING, "Unknown method " + name), 2: (I32, UNKNOWN_METHOD)}
        try:
            result = method(self, args)
        except Declared as declared:
            return name, REPLY, {declared.ident: (STRUCT, declared.fields)}
        except Exception as failure:  # what a generated processor does with an undeclared exception
            say("failed %s %r" % (name, failure))
            return name, EXCEPTION, {1: (STRING, repr(failure)), 2: (I32, INTERNAL_ERROR)}
        if kind == ONEWAY:
            return None
        return name, REPLY, {} if result is None else {0: result}


class Processor:
    """Message in, message out, in one protocol."""

    def __init__(self, service, protocol, multiplexed):
        self.service, self.protocol, self.multiplexed = service, protocol, multiplexed

    def process(self, read, named=None):
        """The bytes of the reply to the message that is read, or None for a oneway call. Where several services are served, the
        name of the called one is in front of the method's, or named."""
        reader, encode_reply = PROTOCOLS[self.protocol]
        name, kind, seqid, args = reader(read).message()
        if self.multiplexed:
            if named is None:
                named, _, name = name.partition(":")
            if named != self.multiplexed:
                raise ValueError("no service %r" % named)
        reply = self.service.call(name, kind, args)
        return None if reply is None else encode_reply(reply[0], reply[1], seqid, reply[2])

    def process_all(self, message, named=None):
        """As process, of bytes that are one whole message."""
        position = [0]

        def take(count):
            if not 0 <= count <= len(message) - position[0]:
                raise ValueError("length %d in a message" % count)
            position[0] += count
            return message[position[0] - count:position[0]]

        reply = self.process(take, named)
        if position[0] != len(message):
            raise ValueError("%d bytes left after the message" % (len(message) - position[0]))
        return reply


def exactly(source):
    def read(count):
        if not 0 <= count <= 1 << 26:
            raise ValueError("length %d" % count)
        data = source.read(count)
        if len(data) < count:
            raise EOFError()
        return data
    return read


def serve_framed(read, processor):
    reply = processor.process_all(read(struct.unpack(">i", read(4))[0]))
    return None if reply is None else struct.pack(">i", len(reply)) + reply


def serve_ttheader(read, processor):
    """Length, magic, flags, sequence id, words of header; protocol, transforms, infos, padding; the message."""
    frame = read(struct.unpack(">i", read(4))[0])
    magic, _, seqid, words = struct.unpack(">HHiH", frame[:10])
    if magic != 0x1000:
        raise ValueError("magic %04x" % magic)
    infos, payload = frame[10:10 + 4 * words], frame[10 + 4 * words:]
    if infos[0] != {"binary": 0, "compact": 2}[processor.protocol] or infos[1] != 0:
        raise ValueError("protocol %d, %d transforms" % (infos[0], infos[1]))
    position, ints, texts = 2, {}, {}

    def number():
        nonlocal position
        position += 2
        return struct.unpack(">H", infos[position - 2:position])[0]

    def text():
        nonlocal position
        size = number()
        position += size
        return infos[position - size:position]

    while position < len(infos) and infos[position] != 0:
        kind, position = infos[position], position + 1
        if kind == 0x11:
            text()
            continue
        for _ in range(number()):
            key = number() if kind == 0x10 else text()
            (ints if kind == 0x10 else texts)[key] = text().decode("utf-8")
    if any(infos[position:]):
        raise ValueError("padding %s" % infos[position:].hex())
    if 9 not in ints or ints.get(22) not in ("1", "4"):
        raise ValueError("infos %r" % ints)
    reply = processor.process_all(payload, texts.get(b"isn", ""))
    if reply is None:
        return None
    answer = bytes(infos[:2]) + b"\x10" + struct.pack(">HHH", 1, 22, 1) + b"1" + b"\x01" + struct.pack(">HH", 1, 1) + b"k" + struct.pack(">H", 1) + b"v"
    answer += bytes(-len(answer) % 4)
    frame = struct.pack(">HHiH", magic, 0, seqid, len(answer) // 4) + answer + reply
    return struct.pack(">i", len(frame)) + frame


STREAMS = {"framed": serve_framed, "ttheader": serve_ttheader, "buffered": lambda read, processor: processor.process(read)}


def serve(connection, framing, processor):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection, connection.makefile("rb") as source:
        read = exactly(source)
        try:
            while True:
                reply = STREAMS[framing](read, processor)
                if reply is not None:
                    connection.sendall(reply)
        except (EOFError, ConnectionError):
            pass
        except (ValueError, KeyError, UnicodeDecodeError) as fault:  # as a stock server: close the connection
            say("closing: %r" % fault)


class ThriftOverHttp(http.server.BaseHTTPRequestHandler):
    """As Thrift's own THttpServer for Python: HTTP/1.0, the end of the connection ends the reply."""

    def do_POST(self):
        kinds = self.headers.get("Content-Type"), self.headers.get("Accept")
        if self.path != "/thrift" or kinds != ("application/x-thrift", "application/x-thrift"):
            self.send_error(404)
            return
        try:
            reply = self.server.processor.process_all(self.rfile.read(int(self.headers["Content-Length"])))
        except (ValueError, KeyError, UnicodeDecodeError) as fault:
            say("refusing: %r" % fault)
            self.send_error(500)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-thrift")
        self.end_headers()
        self.wfile.write(reply or b"")

    def log_message(self, *_):
        pass


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
            say("connect %s" % failure)
            time.sleep(options.heartbeat)
    say("connected " + answer["ServerID"])
    last = None
    while True:
        try:
            status, _ = post(options.gateway + "/health", {"ApiKey": options.apikey, "ServerID": answer["ServerID"]})
        except urllib.error.HTTPError as refused:
            status = refused.code
        except (OSError, ValueError):
            status = "none"
        if status != last:
            say("heartbeat %s" % status)
            last = status
        time.sleep(options.heartbeat)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--framing", choices=["framed", "buffered", "ttheader", "http"], required=True)
    parser.add_argument("--protocol", choices=sorted(PROTOCOLS), default="binary")
    parser.add_argument("--multiplexed")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state")
    parser.add_argument("--one-at-a-time", action="store_true")
    parser.add_argument("--gateway")
    parser.add_argument("--apikey")
    parser.add_argument("--service")
    parser.add_argument("--heartbeat", type=float, default=1.0)
    options = parser.parse_args()
    processor = Processor(Service(options.state), options.protocol, options.multiplexed)
    if options.framing == "http":
        with http.server.ThreadingHTTPServer((options.host, options.port), ThriftOverHttp) as server:
            server.processor = processor
            say("listening %d" % server.server_port)
            server.serve_forever()
    with socket.create_server((options.host, options.port), backlog=1024) as listener:
        port = listener.getsockname()[1]
        say("listening %d" % port)
        if options.gateway:
            threading.Thread(target=live, args=(options, port), daemon=True).start()
        while True:
            connection, _ = listener.accept()
            if options.one_at_a_time:
                serve(connection, options.framing, processor)
                continue
            threading.Thread(target=serve, args=(connection, options.framing, processor), daemon=True).start()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
