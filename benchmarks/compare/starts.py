"""How long a start takes: from `java` to the first call answered, Turnpike beside the same server with the ceiling alone in it."""

import json
import os
import time

from .processes import Failure, fetch, free_port
from .turnpike import Gateway, connection, registrations

SERVICE, CALL = "Echo", "1k"
POLL_SECONDS, PATIENCE_SECONDS = 0.02, 300


class Starts:
    """Starts them in turn. Nothing else of the comparison but the servers behind runs meanwhile."""

    def __init__(self, context):
        self.context, self.call = context, context.calls[CALL]

    def measure(self, rounds):
        """Seconds, and seconds of processor time, of each start: by peer, a list of one for each round."""
        gateway = Gateway(self.context, "start-turnpike")
        key = self._prepare(gateway)
        starts = {"ceiling": self._ceiling, "turnpike": lambda: self._turnpike(gateway, key)}
        starts["ceiling"]()  # so that its files are in memory, as those of Turnpike are by now
        found = {name: [] for name in starts}
        for number in range(rounds):
            for name, start in starts.items():
                found[name].append(start())
                self.context.say(f"  start round {number + 1} {name}: {found[name][-1]['seconds']:.2f} s, "
                                 f"{found[name][-1]['cpuSeconds']:.2f} s of CPU")
        return found

    def _prepare(self, gateway):
        """Registers the services of the comparison, which the gateway then finds in its store, and has it leave its archive of classes; gives the key."""
        file = self.context.processes.directory / f"{gateway.name}.jsa"
        usual = gateway.java_options
        making, using = self.context.server.class_archive(file)
        gateway.java_options = usual + making
        process = gateway.start()
        try:
            gateway.await_ready()
            key = gateway.register("benchmark", registrations(self.context.topology))
        finally:
            self.context.processes.stop(process)
        if making and not file.exists():
            raise Failure(f"{gateway.name} has left no archive of its classes in {file}; the end of {process.log}:\n{process.tail()}")
        gateway.java_options = usual + using
        return key

    def _turnpike(self, gateway, key):
        """A start is not over before a server has connected itself, as those do that have lost their gateway."""
        body = json.dumps(connection(key, SERVICE, self.context.topology["Services"][SERVICE]["Servers"][0])).encode()
        connected = False

        def answers():
            nonlocal connected
            connected = connected or fetch(f"{gateway.base}/connect", "POST", body)[0] == 200
            return connected and self._answers(gateway.port)

        return self._measured(gateway.start(), answers)

    def _ceiling(self):
        context, port = self.context, free_port()
        war = context.tools.peer_file("ceiling", "ceiling.war")
        process = context.server.start_war(context.processes, "start-ceiling", war, port, {"peers.answers": context.files / "answers"})
        return self._measured(process, lambda: self._answers(port))

    def _answers(self, port):
        return fetch(f"http://127.0.0.1:{port}{self.call.path}", self.call.verb, self.call.body)[0] == 200

    def _measured(self, process, answers):
        try:
            _await_java(process)
            begin, cpu = time.monotonic(), process.cpu_seconds()
            while time.monotonic() - begin < PATIENCE_SECONDS:
                process.check()
                try:
                    if answers():
                        return {"seconds": time.monotonic() - begin, "cpuSeconds": process.cpu_seconds() - cpu}
                except OSError:
                    pass  # it does not listen yet
                time.sleep(POLL_SECONDS)
            raise Failure(f"{process.name} has answered no call in {PATIENCE_SECONDS} s; the end of {process.log}:\n{process.tail()}")
        finally:
            self.context.processes.stop(process)


def _await_java(process):
    """Until the process is a JVM: ./turnpike looks at settings and builds before it becomes one."""
    while os.path.basename(os.readlink(f"/proc/{process.popen.pid}/exe")) != "java":
        process.check()
        time.sleep(0.002)
