"""Whether Turnpike does its work with a thousand services in little memory."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from .measure import check
from .processes import Failure
from .turnpike import Gateway
from .work import PLAIN_ANSWER, echo_idl

SERVICES, OWNERS = 1000, 10
HEAP_OPTION = "-Xmx256m"
METHODS = 10
CONNECTIONS = 50
# Servers send no heartbeats here, so they have to live without.
LIFE = {"timeToLift": "3600", "timeToDie": "3600"}


class Memory:
    """A Turnpike of its own with SERVICES services, of METHODS methods and paths each; every IDL is another."""

    def __init__(self, context, generators):
        self.context, self.generators = context, generators
        self.call = context.calls["1k"]

    def measure(self, seconds):
        """What was seen: services, how many of them answered, a load on one of them, the heap, and resident memory."""
        gateway = Gateway(self.context, "memory-turnpike", LIFE, [*self._other_options(), HEAP_OPTION])
        process = gateway.start()
        try:
            gateway.await_ready()
            self._register(gateway)
            answered = sum(self._answers(gateway, name) for name in _names())
            load = self.generators.peak(self._call(_name(0)), gateway.port, CONNECTIONS, seconds)
            process.check()
            rss, hwm = process.memory()
            found = {"services": SERVICES, "option": HEAP_OPTION, "answered": answered, "requests": load["requests"],
                     "errors": load["errors"], "heap": self._live_heap(process), "rss": rss, "hwm": hwm}
            self.context.say(f"  memory: {answered} of {SERVICES} services answer, then {load['requests']:,} calls with {load['errors']} errors; "
                             f"{found['heap']:.0f} MB of heap, {rss:.0f} MB resident")
            return found
        finally:
            self.context.processes.stop(process)

    def _other_options(self):
        return [option for option in self.context.tools.java_options if not option.startswith("-Xmx")]

    def _register(self, gateway):
        servers = self.context.topology["Services"]["Echo"]["Servers"]
        names = list(_names())
        for owner in range(OWNERS):
            mine = names[owner::OWNERS]
            key = gateway.register(f"memory-{owner}", [_registration(name) for name in mine])
            for number, name in enumerate(mine):
                gateway.connect(key, name, servers[number % len(servers)])

    def _call(self, service):
        return replace(self.call, path=f"/{service}/small", service=service)

    def _answers(self, gateway, name):
        wrong = check(gateway.port, self._call(name))
        if wrong:
            self.context.note(f"memory: {name} {wrong}")
        return not wrong

    def _live_heap(self, process):
        """MB in use after a full collection."""
        jcmd = Path(self.context.tools.java).resolve().parent / "jcmd"
        try:
            outcome = subprocess.run([str(jcmd), str(process.popen.pid), "GC.class_histogram"], capture_output=True, text=True, timeout=120,
                                     check=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise Failure(f"the heap cannot be counted: {error}") from None
        return int(re.search(r"^Total\s+\d+\s+(\d+)", outcome.stdout, re.MULTILINE).group(1)) / 2**20


def _name(number):
    return f"Service{number:04d}"


def _names():
    return map(_name, range(SERVICES))


def _registration(name):
    # The text of Echo, with methods and names of its own.
    methods = [f"  Small {name}Method{number}(1: Small value)" for number in range(1, METHODS)]
    idl = echo_idl().replace("service Echo {", "\n".join([f"service {name} {{", *methods])).replace("Large", f"Large{name}")
    paths = [{"MethodPath": "small", "ExposedMethod": "small"}]
    field = next(iter(PLAIN_ANSWER))  # of Small
    paths += [{"MethodPath": f"method{number}/{{{field}}}", "ExposedMethod": f"{name}Method{number}"} for number in range(1, METHODS)]
    return {"ServiceId": name, "ServiceName": name, "IdlContent": idl, "Version": "1", "ServiceDescription": "benchmark",
            "ServerCount": 1, "Transport": "framed", "Paths": paths, "RegisteredServers": []}
