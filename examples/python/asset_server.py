#!/usr/bin/env python3
"""AssetManagement in Python: a Thrift server that connects itself to the gateway. Needs Python 3.8 and nothing else.

    python3 asset_server.py --gateway http://localhost:4200 --apikey KEY
    python3 asset_server.py --config serviceConfig.json

Two parts, which know nothing of each other:

  * GatewayConnection: what any server in any language does to be known to the gateway, by plain HTTP. Copy it.
  * ThriftServer: as much of the Thrift binary protocol as AssetManagement needs. A server of yours has a Thrift library for that.
"""

import argparse
import difflib
import http.client
import json
import os
import random
import re
import signal
import socket
import socketserver
import struct
import sys
import threading
import urllib.error
import urllib.request

# --------------------------------------------------------------------------------------------------------------------
# The gateway
# --------------------------------------------------------------------------------------------------------------------


def say(line):
    """A whole line in one write: print() writes its end by itself, and another thread's line may come between."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Refused(Exception):
    """The gateway answered, but not with success."""

    def __init__(self, status, message, retry_after):
        super().__init__("%d: %s" % (status, message))
        self.status = status
        self.retry_after = retry_after


class Unreachable(Exception):
    """No gateway answered."""

    def __init__(self, gateway, error):
        super().__init__("%s: %s" % (gateway, self.words(error)))

    @staticmethod
    def words(error):
        if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
            error = error.reason
        if isinstance(error, ConnectionRefusedError):
            return "nothing listens there"
        if isinstance(error, socket.timeout):
            return "no answer in time"
        if isinstance(error, socket.gaierror):
            return "no such host"
        if isinstance(error, (ConnectionError, http.client.HTTPException)):
            return "hung up instead of an answer"
        if isinstance(error, ValueError):
            return "no gateway, or one that is still starting"
        return getattr(error, "strerror", None) or str(error)


class GatewayConnection:
    """Connects a server, sends heartbeats in the background, connects again when the gateway has forgotten it, and leaves.

    One of several gateway addresses is enough: the next one is tried when one is away or cannot serve.
    """

    FIRST_WAIT = 0.2  # seconds; doubled after each failure in a row, with full jitter

    def __init__(self, gateways, api_key, service, address, port, interval=5.0, timeout=5.0, report=print):
        self.gateways = [gateway.rstrip("/") for gateway in gateways]
        self.api_key = api_key
        self.service = service
        self.address = address
        self.port = port
        self.interval = interval
        self.timeout = timeout
        self.report = report
        self.server_id = None
        self.failures = 0
        self.said = None
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self._run, name="gateway", daemon=True)

    def start(self):
        self.thread.start()
        return self

    def close(self):
        """Leaves the gateway and ends the thread."""
        self.closing.set()
        if self.thread.is_alive():
            self.thread.join(2 * self.timeout)

    def _run(self):
        while not self.closing.wait(self._step()):
            pass
        if self.server_id is not None:
            try:
                self._call("DELETE", "/connect/" + self.server_id, headers={"apikey": self.api_key})
                self._say("left")
            except (Refused, Unreachable) as error:
                self._say("has not left, the gateway will notice: %s" % error)

    def _step(self):
        """Connects, or sends a heartbeat. Returns how long to wait until the next step."""
        try:
            if self.server_id is None:
                answer = self._call("POST", "/connect", {"ApiKey": self.api_key, "ServiceName": self.service,
                                                         "ServerAddress": self.address, "ServerPort": str(self.port)})
                self.server_id = answer.get("ServerID")
                if self.server_id is None:
                    return self._later("an answer without a ServerID", 0)
            else:
                self._call("POST", "/health", {"ApiKey": self.api_key, "ServerID": self.server_id})
            self.failures = 0
            self._say("connected")
            return self.interval
        except Refused as refusal:
            if refusal.status == 404 and self.server_id is not None:
                self.server_id = None  # it does not know us any more: connect again, at once
                self._say("connecting again")
                return 0
            if refusal.status < 500 and refusal.status not in (408, 429):
                self.failures = 0
                self._say("refused, %s" % refusal)  # key, service or address: somebody has to look at it
                return 6 * self.interval
            return self._later(refusal, refusal.retry_after)
        except Unreachable as error:
            return self._later(error, 0)

    def _later(self, error, asked):
        """Exponential backoff with full jitter, on top of what the gateway asks for, at least once per interval."""
        self.failures += 1
        self._say("waiting for the gateway: %s" % error)
        ceiling = min(self.interval, self.FIRST_WAIT * 2 ** min(self.failures - 1, 20))
        return min(self.interval, asked + random.uniform(0, ceiling))

    def _say(self, what):
        """Reports changes, not every heartbeat."""
        kind = what.split(":")[0]
        if kind != self.said:
            self.said = kind
            self.report(what)

    def _call(self, method, path, body=None, headers=None):
        failure = None
        for _ in self.gateways:
            try:
                return self._call_one(self.gateways[0], method, path, body, headers)
            except Refused as refusal:
                if refusal.status < 500:
                    raise
                failure = refusal
            except (OSError, ValueError, http.client.HTTPException) as error:
                failure = Unreachable(self.gateways[0], error)
            self.gateways.append(self.gateways.pop(0))
        raise failure

    def _call_one(self, gateway, method, path, body, headers):
        data = None if body is None else json.dumps(body).encode("utf-8")
        request = urllib.request.Request(gateway + path, data, dict(headers or {}), method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                text = response.read(262144)
                return self._object(text) if text else {}
        except urllib.error.HTTPError as error:
            answer = self._object(error.read(262144))
            wait = error.headers.get("Retry-After", "")
            raise Refused(error.code, answer.get("Message") or answer.get("detail") or error.reason,
                          int(wait) if wait.isdigit() else 0) from None

    @staticmethod
    def _object(text):
        """What is no JSON object is not the gateway's word: its server is still starting, or it is another server."""
        answer = json.loads(text)
        if not isinstance(answer, dict):
            raise ValueError("no JSON object")
        return answer


# --------------------------------------------------------------------------------------------------------------------
# Thrift: binary protocol, framed and unframed
# --------------------------------------------------------------------------------------------------------------------

STOP, BOOL, BYTE, DOUBLE, I16, I32, I64, STRING, STRUCT, MAP, SET, LIST = 0, 2, 3, 4, 6, 8, 10, 11, 12, 13, 14, 15
CALL, REPLY, EXCEPTION, ONEWAY = 1, 2, 3, 4
UNKNOWN_METHOD, INTERNAL_ERROR = 1, 6
FIXED = {BOOL: ">?", BYTE: ">b", DOUBLE: ">d", I16: ">h", I32: ">i", I64: ">q"}
LONGEST = 16 * 1024 * 1024
DEEPEST = 64


class Reader:
    """Reads values of the binary protocol; read(n) gives exactly n bytes."""

    def __init__(self, read):
        self.read = read

    def fixed(self, kind):
        return struct.unpack(FIXED[kind], self.read(struct.calcsize(FIXED[kind])))[0]

    def size(self):
        size = self.fixed(I32)
        if not 0 <= size <= LONGEST:
            raise ValueError("a size of %d" % size)
        return size

    def value(self, kind, depth=0):
        """A struct is {field id: value}."""
        if depth > DEEPEST:
            raise ValueError("too deep")
        if kind in FIXED:
            return self.fixed(kind)
        if kind == STRING:
            return self.read(self.size())
        if kind == STRUCT:
            fields = {}
            while True:
                field_kind = self.fixed(BYTE)
                if field_kind == STOP:
                    return fields
                ident = self.fixed(I16)
                fields[ident] = self.value(field_kind, depth + 1)
        if kind == MAP:
            key, val, size = self.fixed(BYTE), self.fixed(BYTE), self.size()
            return [(self.value(key, depth + 1), self.value(val, depth + 1)) for _ in range(size)]
        if kind in (LIST, SET):
            element, size = self.fixed(BYTE), self.size()
            return [self.value(element, depth + 1) for _ in range(size)]
        raise ValueError("a value of kind %d" % kind)

    def message(self):
        first = self.fixed(I32)
        if first >= 0 or first & 0xFFFF0000 != 0x80010000:
            raise ValueError("no strict binary message")
        name = self.read(self.size()).decode("utf-8")
        return name, first & 0xFF, self.fixed(I32), self.value(STRUCT)


def string(text):
    data = text.encode("utf-8")
    return struct.pack(">i", len(data)) + data


def struct_of(*fields):
    """(kind, id, encoded value)…"""
    return b"".join(struct.pack(">bh", kind, ident) + value for kind, ident, value in fields) + b"\x00"


def message(name, kind, sequence, body):
    return struct.pack(">I", 0x80010000 | kind) + string(name) + struct.pack(">i", sequence) + body


class ThriftConnection(socketserver.StreamRequestHandler):
    """Serves one connection. A frame begins with its length, which is not negative; an unframed message with 0x8001."""

    disable_nagle_algorithm = True

    def handle(self):
        try:
            while True:
                first = self.rfile.peek(1)[:1]
                if not first:
                    return
                framed = first[0] < 0x80
                if framed:
                    length = struct.unpack(">i", self.exactly(4))[0]
                    if length > LONGEST:
                        return
                answer = self.answer(*Reader(self.exactly).message())
                if answer:
                    self.wfile.write((struct.pack(">i", len(answer)) if framed else b"") + answer)
        except (EOFError, ValueError, OSError):
            return  # whoever is there hung up, or speaks something else: close

    def exactly(self, count):
        data = self.rfile.read(count)
        if len(data) < count:
            raise EOFError
        return data

    def answer(self, name, kind, sequence, arguments):
        method = self.server.methods.get(name)
        if method is None:
            reply, body = EXCEPTION, failure("Unknown method " + name, UNKNOWN_METHOD)
        else:
            try:
                reply, body = REPLY, struct_of((STRUCT, 0, method(arguments.get(1, {}))))
            except Exception as error:  # pylint: disable=broad-except
                say("%s failed: %r" % (name, error))
                reply, body = EXCEPTION, failure("Internal error", INTERNAL_ERROR)
        return None if kind == ONEWAY else message(name, reply, sequence, body)


def failure(text, code):
    """TApplicationException"""
    return struct_of((STRING, 1, string(text)), (I32, 2, struct.pack(">i", code)))


class ThriftServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address, methods):
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.methods = methods
        super().__init__(address, ThriftConnection)


# --------------------------------------------------------------------------------------------------------------------
# AssetManagement
# --------------------------------------------------------------------------------------------------------------------


class Assets:
    """The service of ../src/main/resources/io/turnpike/examples/AssetManagement.thrift, in memory."""

    def __init__(self):
        self.rows = {}

    def methods(self):
        return {"insertAsset": self.insert, "queryAsset": self.query}

    def insert(self, request):
        ident, name, market = (request.get(field, b"").decode("utf-8") for field in (1, 2, 3))
        if not ident:
            return struct_of((BOOL, 1, b"\x00"), (STRING, 2, string("ID is missing")))
        row = (name, market)
        fresh = self.rows.setdefault(ident, row) is row
        return struct_of((BOOL, 1, b"\x01" if fresh else b"\x00"),
                         (STRING, 2, string("asset %s %s" % (ident, "inserted" if fresh else "exists already"))))

    def query(self, request):
        ident = request.get(1, b"").decode("utf-8")
        row = self.rows.get(ident)
        name, market = row or ("", "")
        return struct_of((BOOL, 1, b"\x01" if row else b"\x00"), (STRING, 2, string(ident)),
                         (STRING, 3, string(name)), (STRING, 4, string(market)))


def without_comments(text):
    """Blanks out // and /* */ comments, but not inside texts."""
    return re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', lambda found: found.group(1) or " ", text, flags=re.S)


def settings(arguments):
    parser = argparse.ArgumentParser(description="AssetManagement in Python, behind a Turnpike gateway")
    parser.add_argument("--config", help="a serviceConfig.json; options win over it")
    parser.add_argument("--gateway", help="as http://localhost:4200; several with commas between")
    parser.add_argument("--apikey", help="the key that registering the service answered (or environment variable APIKEY)")
    parser.add_argument("--service", help="default: AssetManagement")
    parser.add_argument("--address", help="where to listen, and where the gateway finds this server; default: 127.0.0.1")
    parser.add_argument("--port", type=int, help="default: 0, any free one")
    parser.add_argument("--heartbeat", type=float, help="seconds between heartbeats; default: 5")
    given = parser.parse_args(arguments)
    config = {}
    if given.config:
        try:
            with open(given.config, encoding="utf-8-sig") as file:
                config = json.loads(without_comments(file.read()))
        except OSError as error:
            parser.error("%s: %s" % (given.config, error.strerror))
        except ValueError as error:
            parser.error("%s is not JSON with comments: %s" % (given.config, error))
        if not isinstance(config, dict):
            parser.error("%s holds no JSON object" % given.config)
    keys = ("gatewayAddress", "apikey", "ServiceName", "serviceurl", "serverPort", "healthCheckFrequency")
    for key in config:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, 1)
            print("%s: %s is not known and ignored%s" % (given.config, key, "; did you mean %s?" % near[0] if near else ""),
                  file=sys.stderr)
    faults = []

    def choose(option, key, otherwise):
        value = option if option is not None else config.get(key, otherwise)
        if value is None:
            name = {"gatewayAddress": "--gateway", "apikey": "--apikey"}[key]
            faults.append("%s is missing (or %s in a --config file)" % (name, key))
        return value

    def text(option, key, otherwise=None):
        value = choose(option, key, otherwise)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            faults.append("%s is %s (expected: a text)" % (key, json.dumps(value)))
        return value if isinstance(value, str) else ""

    def number(kind, option, key, otherwise, least, most, expected):
        value = choose(option, key, otherwise)
        try:
            read = kind(value)
            if not isinstance(value, bool) and least <= read <= most:
                return read
        except (TypeError, ValueError, OverflowError):
            pass
        faults.append("%s is %s (expected: %s)" % (key, json.dumps(value), expected))
        return otherwise

    addresses = text(given.gateway, "gatewayAddress")
    gateways = [gateway.strip() for gateway in addresses.split(",")] if addresses.strip() else []
    for gateway in gateways:
        if not re.fullmatch(r"https?://[^/?#\s]+/?", gateway):
            faults.append("gatewayAddress is \"%s\" (expected: as http://localhost:4200)" % gateway)
    chosen = (gateways, text(given.apikey or os.environ.get("APIKEY"), "apikey"),
              text(given.service, "ServiceName", "AssetManagement"), text(given.address, "serviceurl", "127.0.0.1"),
              number(int, given.port, "serverPort", 0, 0, 65535, "a port, 0 for any free one"),
              number(float, given.heartbeat, "healthCheckFrequency", 5, 0.001, 86400, "seconds, more than 0"))
    if faults:
        parser.error("; ".join(faults))
    return chosen


def main(arguments):
    gateways, api_key, service, address, port, interval = settings(arguments)
    try:
        server = ThriftServer((address, port), Assets().methods())
    except (OSError, OverflowError) as error:
        sys.exit("%s: cannot listen on %s:%d: %s" % (service, address, port, getattr(error, "strerror", None) or error))
    port = server.server_address[1]
    say("%s listens on %s:%d" % (service, address, port))
    connection = GatewayConnection(gateways, api_key, service, address, port, interval,
                                   report=lambda what: say("%s: %s" % (service, what))).start()
    # serve_forever and shutdown need two threads; signals come to this one.
    threading.Thread(target=server.serve_forever, name="thrift", daemon=True).start()
    ended = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ended.set())
    ended.wait()
    connection.close()
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main(sys.argv[1:])
