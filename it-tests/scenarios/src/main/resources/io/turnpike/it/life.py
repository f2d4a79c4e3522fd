#!/usr/bin/env python3
"""The life of a gateway, driven by a script that shares no code with it, with thrift_peer.py as the Thrift server.

Standard library only, Python 3.8 or later. For a framed and then for a buffered server it registers, connects, sends
heartbeats, calls, updates, calls, kills the gateway with SIGKILL, starts it again, and calls; then it stops sending
heartbeats until the server gets no calls, until it is forgotten, and sends one that puts it back. Between the kill and the
call that works again nothing is sent but heartbeats. One line for each step; ends with 1 at the first expectation that
fails, and says what was expected.

    life.py --url http://localhost:4300 --master-key k [--time-to-lift 6] [--time-to-die 12] [--heartbeat 1]
            [--grace 2] [--log FILE] [--start-seconds 180] -- COMMAND THAT STARTS THE GATEWAY

The command is run in the working directory and in a process group of its own, which the signals go to: the JVM may be the
command itself or a child of it. The gateway must be configured with the same times and with this master key; it must not
run yet. Its output goes to the log file. --grace is how much later than promised something may be seen, for the time that the
machine takes; nothing may be seen earlier.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

IDL = """
struct QueryAssetRequest { 1: string ID }
struct QueryAssetResponse { 1: bool Exist  2: string ID  3: string Name  4: string Market }
struct InsertAssetRequest { 1: string ID  2: string Name  3: string Market }
struct InsertAssetResponse { 1: bool Ok  2: string Msg }
service AssetManagement {
  QueryAssetResponse queryAsset(1: QueryAssetRequest req)
  InsertAssetResponse insertAsset(1: InsertAssetRequest req)
}
"""
CALL_SECONDS = 15
# A heartbeat that has been answered makes a server known again at once; then the gateway tries to reach it.
REACH_SECONDS = 2.0

START = time.monotonic()
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def say(text):
    print("%7.2f  %s" % (time.monotonic() - START, text), flush=True)


class Unexpected(Exception):
    pass


def expect(what, condition, found):
    if not condition:
        raise Unexpected("expected: %s; found: %s" % (what, found))


class Gateway:
    """The gateway's process, and what it answers."""

    def __init__(self, options):
        self.url = options.url.rstrip("/")
        self.command = options.command
        self.patience = options.start_seconds
        self.log = options.log or os.path.join(tempfile.mkdtemp(prefix="life-"), "gateway.log")
        self.process = None
        self.ready_at = 0.0

    def call(self, verb, path, document=None, headers=None, timeout=CALL_SECONDS):
        """(status, JSON or text); (0, reason) where nothing answers."""
        data = None if document is None else json.dumps(document).encode("utf-8")
        request = urllib.request.Request(self.url + path, data, dict(headers or {}), method=verb)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with DIRECT.open(request, timeout=timeout) as answer:
                status, text = answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as refused:
            status, text = refused.code, refused.read().decode("utf-8", "replace")
        except OSError as failure:
            return 0, str(failure)
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text

    def listens(self):
        where = urllib.parse.urlsplit(self.url)
        try:
            socket.create_connection((where.hostname, where.port), timeout=2).close()
            return True
        except OSError:
            return False

    def start(self):
        expect("nothing listens at %s before the gateway is started" % self.url, not self.listens(), "something does")
        begun = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        while True:
            expect("the gateway's command goes on running", self.process.poll() is None,
                   "it ended with %s" % self.process.returncode)
            status, answer = self.call("GET", "/health/ready", timeout=5)
            if status == 200:
                break
            expect("GET /health/ready answers 200 within %d s" % self.patience,
                   time.monotonic() - begun < self.patience, (status, answer))
            time.sleep(0.05)
        self.ready_at = time.monotonic()
        say("started: ready after %.1f s" % (self.ready_at - begun))

    def signal(self, number):
        os.killpg(self.process.pid, number)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            raise Unexpected("expected: the gateway ends within 60 s of signal %d; found: it runs" % number)
        until("nothing listens at %s any more" % self.url, 10, lambda: (not self.listens(), "something does"))

    def kill(self):
        self.signal(signal.SIGKILL)
        say("killed with SIGKILL")

    def stop(self):
        self.signal(signal.SIGTERM)
        say("stopped with SIGTERM")

    def end(self):
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            except ProcessLookupError:
                pass


class Server:
    """A Thrift server (thrift_peer.py), and its heartbeats: it connects once and never again."""

    def __init__(self, gateway, framing, key, service, period):
        self.gateway, self.key, self.service, self.period = gateway, key, service, period
        self.beating = threading.Event()
        self.ended = threading.Event()
        self.last = None
        peer = os.path.join(os.path.dirname(os.path.abspath(__file__)), "thrift_peer.py")
        self.process = subprocess.Popen([sys.executable, "-u", peer, "--framing", framing], stdout=subprocess.PIPE)
        line = self.process.stdout.readline().decode("ascii").split()
        expect("thrift_peer.py says where it listens", line[:1] == ["listening"], line)
        self.port = line[1]
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        status, answer = gateway.call("POST", "/connect", {
            "ApiKey": key, "ServiceName": service, "ServerAddress": "127.0.0.1", "ServerPort": self.port})
        expect("POST /connect answers 200 with Status ok and a ServerID",
               status == 200 and answer.get("Status") == "ok" and answer.get("ServerID"), (status, answer))
        self.ident = answer["ServerID"]
        self.answered_at = time.monotonic()
        self.beating.set()
        threading.Thread(target=self.beat, daemon=True).start()
        say("connected: the %s server on port %s, a heartbeat every %g s" % (framing, self.port, period))

    def heartbeat(self):
        asked_at = time.monotonic()
        status, answer = self.gateway.call(
            "POST", "/health", {"ApiKey": self.key, "ServerID": self.ident}, timeout=self.period)
        if status == 200:
            self.answered_at = asked_at
        self.last = status
        return status, answer

    def beat(self):
        while not self.ended.is_set():
            self.beating.wait()
            begun = time.monotonic()
            self.heartbeat()
            self.ended.wait(max(0.0, begun + self.period - time.monotonic()))

    def end(self):
        self.ended.set()
        self.beating.set()
        self.process.kill()
        self.process.wait()


def until(what, seconds, probe):
    """Waits for probe() to give (True, …); gives back how long that took."""
    begun = time.monotonic()
    while True:
        good, found = probe()
        took = time.monotonic() - begun
        if good:
            return took
        expect("%s within %g s" % (what, seconds), took < seconds, found)
        time.sleep(0.05)


def document(owner, service, insert, query):
    return {
        "OwnerName": "Life of " + owner, "OwnerId": owner,
        "Services": [{
            "ServiceId": "1", "ServiceName": service, "IdlContent": IDL, "Version": "1.0",
            "ServiceDescription": "life.py", "ServerCount": 1, "RegisteredServers": [],
            "Paths": [{"ExposedMethod": "insertAsset", "MethodPath": insert},
                      {"ExposedMethod": "queryAsset", "MethodPath": query}]}]}


class Life:
    """One owner with one service and one server, from registration to the end."""

    def __init__(self, options, gateway, framing):
        self.options, self.gateway, self.framing = options, gateway, framing
        self.owner = "life-%s-%d" % (framing, time.time_ns())
        self.service = "Life%s%d" % (framing.capitalize(), time.time_ns())
        self.key = ""
        self.server = None

    def run(self):
        say("-- %s" % self.framing)
        self.register()
        self.server = Server(self.gateway, self.framing, self.key, self.service, self.options.heartbeat)
        try:
            until("a first call is answered", REACH_SECONDS + self.options.grace, lambda: self.found("getAsset", "1", False))
            until("a heartbeat is answered 200", self.options.heartbeat + self.options.grace,
                  lambda: (self.server.last == 200, self.server.last))
            say("heartbeat: 200")
            self.insert("newAsset", "1")
            self.query("getAsset", "1")
            self.update()
            before = self.shown()
            self.gateway.kill()
            self.gateway.start()
            self.back()
            self.intact(before)
            self.insert("v2/put", "3")
            self.query("v2/get", "3")
            self.silence()
        finally:
            self.server.end()

    def register(self):
        request = [document(self.owner, self.service, "newAsset", "getAsset")]
        status, answer = self.gateway.call("POST", "/register", request)
        expect("POST /register answers 200 with an API-Key", status == 200 and answer.get("API-Key"), (status, answer))
        self.key = answer["API-Key"]
        status, answer = self.gateway.call("POST", "/register", request)
        expect("the same again answers 409", status == 409, (status, answer))
        say("registered: owner %s, service %s" % (self.owner, self.service))

    def insert(self, path, ident):
        status, answer = self.gateway.call(
            "POST", "/%s/%s" % (self.service, path), {"ID": ident, "Name": "Gr\u00f6\u00dfe", "Market": "US"})
        expect("POST %s answers 200 with Ok true" % path, status == 200 and answer.get("Ok") is True, (status, answer))
        say("called: POST %s, ID %s" % (path, ident))

    def found(self, path, ident, exists=True):
        status, answer = self.gateway.call("GET", "/%s/%s?ID=%s" % (self.service, path, ident))
        name, market = ("Gr\u00f6\u00dfe", "US") if exists else ("", "")
        wanted = {"Exist": exists, "ID": ident, "Name": name, "Market": market}
        return status == 200 and answer == wanted, (status, answer)

    def query(self, path, ident):
        good, found = self.found(path, ident)
        expect("GET %s?ID=%s answers what was inserted" % (path, ident), good, found)
        say("called: GET %s?ID=%s" % (path, ident))

    def update(self):
        status, answer = self.gateway.call(
            "PUT", "/update?ownerid=" + self.owner, document(self.owner, self.service, "v2/put", "v2/get"),
            {"apikey": self.key})
        expect("PUT /update answers 200", status == 200, (status, answer))
        say("updated: newAsset, getAsset are v2/put, v2/get now")
        status, answer = self.gateway.call("GET", "/%s/getAsset?ID=1" % self.service)
        expect("the former path answers 404", status == 404, (status, answer))
        self.insert("v2/put", "2")
        self.query("v2/get", "2")

    def shown(self, key=None):
        """What the gateway says is registered, apart from its servers, and these."""
        status, answer = self.gateway.call("GET", "/owners/" + self.owner, headers={"apikey": key or self.key})
        expect("GET /owners/%s answers 200" % self.owner, status == 200, (status, answer))
        servers = answer["Services"][0].pop("Servers")
        return answer, servers

    def back(self):
        """After a start: the server sends only heartbeats, and its calls work again within one period."""
        within = self.options.heartbeat + self.options.grace
        until("a call is answered again", within, lambda: self.found("v2/get", "2"))
        took = time.monotonic() - self.gateway.ready_at
        expect("a call is answered again within one heartbeat (%g s, and %g s of grace) of readiness"
               % (self.options.heartbeat, self.options.grace), took <= within, "%.2f s" % took)
        say("called again: GET v2/get?ID=2, %.2f s after the gateway was ready" % took)

    def intact(self, before):
        after = self.shown()
        expect("what is registered is as before the kill: %s" % (before[0],), after[0] == before[0], after[0])
        expect("one server, as before", [each["ServerPort"] for each in after[1]]
               == [each["ServerPort"] for each in before[1]], after[1])
        expect("the master key shows the same", self.shown(self.options.master_key)[0] == after[0], "something else")
        status, answer = self.gateway.call("GET", "/owners/" + self.owner, headers={"apikey": self.key[:-1]})
        expect("a wrong key answers 401", status == 401, (status, answer))
        status, answer = self.gateway.call(
            "POST", "/register", [document(self.owner, self.service, "newAsset", "getAsset")])
        expect("to register again answers 409", status == 409, (status, answer))
        say("intact: registration, API key, master key")

    def silence(self):
        """No heartbeats: no calls after timeToLift, forgotten after timeToDie, put back by the next one."""
        lift, die = self.options.time_to_lift, self.options.time_to_die
        self.server.beating.clear()
        time.sleep(self.options.heartbeat + 0.1)  # one may be under way
        quiet = self.server.answered_at
        self.wait_until(quiet + 0.6 * lift)
        self.query("v2/get", "2")
        say("silent for %.1f s: called still" % (time.monotonic() - quiet))

        def refused():
            answer = self.gateway.call("GET", "/%s/v2/get?ID=2" % self.service)
            return answer[0] == 503, answer
        until("calls answer 503", quiet + lift + self.options.grace - time.monotonic(), refused)
        took = time.monotonic() - quiet
        expect("no 503 before timeToLift (%g s)" % lift, took > lift - 0.2, "%.1f s" % took)
        servers = self.shown()[1]
        expect("the server is shown as critical", [each["Health"] for each in servers] == ["critical"], servers)
        say("silent for %.1f s: calls answer 503 (timeToLift %g)" % (took, lift))

        until("the server is forgotten", quiet + die + self.options.grace - time.monotonic(),
              lambda: (not self.shown()[1], self.shown()[1]))
        took = time.monotonic() - quiet
        expect("not forgotten before timeToDie (%g s)" % die, took > die - 0.2, "%.1f s" % took)
        expect("calls answer 503", *refused())
        say("silent for %.1f s: forgotten (timeToDie %g)" % (took, die))

        status, answer = self.server.heartbeat()
        expect("the next heartbeat, with the same ServerID, answers 200", status == 200, (status, answer))
        took = until("a call is answered again", REACH_SECONDS + self.options.grace, lambda: self.found("v2/get", "2"))
        servers = self.shown()[1]
        expect("the server is shown as passing", [each["Health"] for each in servers] == ["passing"], servers)
        say("put back by a heartbeat: called %.2f s after it" % took)

    @staticmethod
    def wait_until(moment):
        time.sleep(max(0.0, moment - time.monotonic()))


def main():
    parser = argparse.ArgumentParser(usage="%(prog)s [options] --url URL --master-key KEY -- COMMAND ...")
    parser.add_argument("--url", required=True)
    parser.add_argument("--master-key", required=True)
    parser.add_argument("--time-to-lift", type=float, default=6)
    parser.add_argument("--time-to-die", type=float, default=12)
    parser.add_argument("--heartbeat", type=float, default=1)
    parser.add_argument("--grace", type=float, default=2)
    parser.add_argument("--start-seconds", type=float, default=180)
    parser.add_argument("--log", help="where the gateway's output goes (default: a new temporary file)")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    gateway = Gateway(options)
    say("the gateway's output goes to " + gateway.log)
    try:
        gateway.start()
        status, answer = gateway.call("GET", "/ping")
        expect("GET /ping answers pong", (status, answer) == (200, {"message": "pong"}), (status, answer))
        for framing in ("framed", "buffered"):
            Life(options, gateway, framing).run()
        gateway.stop()
        say("passed")
        return 0
    except Unexpected as failure:
        say("FAILED  " + str(failure))
        with open(gateway.log, encoding="utf-8", errors="replace") as log:
            sys.stderr.write("The end of the gateway's log:\n" + "".join(log.readlines()[-40:]))
        return 1
    finally:
        gateway.end()


if __name__ == "__main__":
    sys.exit(main())
