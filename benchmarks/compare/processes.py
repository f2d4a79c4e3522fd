"""Starting, waiting for, measuring and ending processes. Nothing is ended here but what was started here."""

import os
import random
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
# Below the ports that the system gives to outgoing connections.
FIRST_PORT, LAST_PORT = 20000, 31000
STOP_SECONDS = 20


class Failure(Exception):
    """Something that makes a peer, or the whole comparison, impossible; says what."""


_given = set()


def free_port():
    """A port that nobody listens at, and that was not given before."""
    while True:
        port = random.randint(FIRST_PORT, LAST_PORT)
        if port in _given:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port


class Process:
    """One program in a process group of its own, with its output in a file."""

    def __init__(self, name, command, log, env=None, cwd=None):
        self.name, self.log, self.command = name, log, [str(part) for part in command]
        with open(log, "wb") as out:
            self.popen = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                          env={**os.environ, **(env or {})}, cwd=cwd, start_new_session=True)

    def alive(self):
        return self.popen.poll() is None

    def check(self):
        if not self.alive():
            raise Failure(f"{self.name} ended with status {self.popen.returncode}; the end of {self.log}:\n{self.tail()}")

    def tail(self, lines=12):
        with open(self.log, errors="replace") as log:
            return "".join(f"    {line}" for line in log.readlines()[-lines:])

    def pids(self):
        """Its own and those of all that it has started and that stayed in its group."""
        group = self.popen.pid
        found = []
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    if os.getpgid(int(entry)) == group:
                        found.append(int(entry))
                except OSError:
                    continue
        return found

    def cpu_seconds(self):
        """User and system time that its processes have taken since they began."""
        return sum(_stat_seconds(pid) for pid in self.pids())

    def memory(self):
        """Resident memory now and at most so far, in MB."""
        return tuple(sum(_status_kb(pid, key) for pid in self.pids()) / 1024 for key in ("VmRSS", "VmHWM"))

    def stop(self):
        for kind in (signal.SIGTERM, signal.SIGKILL):
            if not self.pids():
                break
            try:
                os.killpg(self.popen.pid, kind)
            except ProcessLookupError:
                break
            deadline = time.monotonic() + STOP_SECONDS
            while self.pids() and time.monotonic() < deadline:
                self.popen.poll()
                time.sleep(0.1)
        self.popen.poll()


def _stat_seconds(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _status_kb(pid, key):
    try:
        with open(f"/proc/{pid}/status") as file:
            return next((int(line.split()[1]) for line in file if line.startswith(key + ":")), 0)
    except OSError:
        return 0


class Processes:
    """All that was started; ended in the reverse order."""

    def __init__(self, directory):
        self.directory = directory
        self.all = []

    def start(self, name, command, env=None, cwd=None):
        process = Process(name, command, self.directory / f"{name}.log", env, cwd)
        self.all.append(process)
        return process

    def stop(self, process):
        process.stop()
        self.all.remove(process)

    def stop_all(self):
        while self.all:
            self.all.pop().stop()


def fetch(url, verb="GET", body=None, headers=None, timeout=15):
    """Status, content type and body of one request, whatever the status."""
    request = urllib.request.Request(url, data=body, method=verb, headers={"Content-Type": "application/json", **(headers or {})})
    if not body:
        request.remove_header("Content-type")
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=timeout) as reply:
            return reply.status, reply.headers.get("Content-Type", ""), reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Content-Type", ""), error.read()


def await_true(what, seconds, process, condition):
    """Waits until the condition holds, while the process lives."""
    deadline = time.monotonic() + seconds
    last = ""
    while time.monotonic() < deadline:
        process.check()
        try:
            last = condition()
            if last is True:
                return
        except OSError as error:
            last = str(error)
        time.sleep(0.2)
    raise Failure(f"{what}: not within {seconds} s ({last}); the end of {process.log}:\n{process.tail()}")


def await_port(process, port, seconds=120):
    def connects():
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True

    await_true(f"{process.name} listening at port {port}", seconds, process, connects)


def await_status(process, url, seconds=300, status=200):
    def answers():
        seen = fetch(url)[0]
        return True if seen == status else f"{url} answers {seen}"

    await_true(f"{process.name} ready", seconds, process, answers)
