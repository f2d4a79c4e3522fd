"""Whether Turnpike does its work with a thousand services in little memory."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from .measure import check
from .processes import Failure
from .services import LIFE, Services
from .turnpike import Gateway

SERVICES, OWNERS = 1000, 10
HEAP_OPTION = "-Xmx256m"
CONNECTIONS = 50


class Memory:
    """A Turnpike of its own with SERVICES services; every IDL is another."""

    def __init__(self, context, generators):
        self.context, self.generators = context, generators
        self.call = context.calls["1k"]
        self.services = Services(context, SERVICES, OWNERS)

    def measure(self, seconds):
        """What was seen: services, how many of them answered, a load on one of them, the heap, and resident memory."""
        gateway = Gateway(self.context, "memory-turnpike", LIFE, [*self._other_options(), HEAP_OPTION])
        process = gateway.start()
        try:
            gateway.await_ready()
            self.services.register(gateway)
            answered = sum(self._answers(gateway, name) for name in self.services.names)
            load = self.generators.peak(self._call(self.services.names[0]), gateway.port, CONNECTIONS, seconds)
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
