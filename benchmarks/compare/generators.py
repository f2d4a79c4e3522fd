"""What makes the calls: wrk for the peak where it is there, our own programs for everything else."""

import json
import os
import shutil
import subprocess

from .processes import Failure, Process

LUA = """
wrk.method = "%(verb)s"
wrk.headers["Accept"] = "application/json"
%(body)s
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    "{\\"requests\\":%%d,\\"seconds\\":%%.3f,\\"errors\\":%%d,\\"p50\\":%%.1f,\\"p90\\":%%.1f,\\"p99\\":%%.1f,\\"p999\\":%%.1f}\\n",
    summary.requests - e.status, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency:percentile(99.9)))
end
"""
LUA_BODY = """wrk.headers["Content-Type"] = "application/json"
local file = io.open("%s", "rb")
wrk.body = file:read("*a")
file:close()"""


class Generators:
    """Runs one load after the other. Each gives a dict: requests, seconds, errors, p50 to p999 in microseconds, and of
    the generator itself cpuSeconds."""

    def __init__(self, directory, classpath, java):
        self.directory = directory
        self.java = [java, "-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-cp", classpath]
        self.wrk = shutil.which("wrk")
        self.running = None

    def peak(self, call, port, connections, seconds):
        """As many calls as the connections make, each the next one when the last is answered."""
        if not self.wrk:
            return self._http(call, port, connections, 0, min(1, seconds), seconds)
        script = self.directory / f"{call.name}.lua"
        body = ""
        if call.body:
            file = self.directory / f"{call.name}.body"
            file.write_bytes(call.body)
            body = LUA_BODY % file
        script.write_text(LUA % {"verb": call.verb, "body": body})
        threads = min(connections, max(1, (os.cpu_count() or 2) // 2))
        return self._run([self.wrk, "-t", threads, "-c", connections, "-d", f"{seconds}s", "--timeout", "10s", "-s", script,
                          f"http://127.0.0.1:{port}{call.path}"], seconds)

    def at_rate(self, call, port, connections, rate, seconds):
        """A call whenever one is due, answered or not; times from when they were due."""
        return self._http(call, port, connections, rate, min(2, seconds), seconds)

    def _http(self, call, port, connections, rate, warmup, seconds):
        request = self.directory / f"{call.name}.{port}.request"
        request.write_bytes(call.request(port))
        return self._run(self.java + ["io.turnpike.benchmarks.load.HttpLoad", "--port", port, "--request", request,
                                      "--connections", connections, "--rate", f"{rate:.1f}", "--warmup", warmup,
                                      "--seconds", seconds], seconds)

    def thrift(self, call, servers, connections, rate, seconds):
        """The calls that the gateways make, by libthrift's client."""
        ports = ",".join(address.rpartition(":")[2] for address in servers)
        return self._run(self.java + ["io.turnpike.benchmarks.load.ThriftLoad", "--ports", ports, "--method", call.method,
                                      "--fields", self.directory / f"{call.name}.fields", "--connections", connections,
                                      "--rate", f"{rate:.1f}", "--warmup", min(2, seconds), "--seconds", seconds], seconds)

    def _run(self, command, seconds):
        before = os.times()
        self.running = Process("generator", command, self.directory / "generator.log")
        try:
            self.running.popen.wait(timeout=3 * seconds + 60)
        except subprocess.TimeoutExpired:
            raise Failure(f"a generator did not end: {' '.join(map(str, command))}") from None
        finally:
            self.running.stop()
        after = os.times()
        lines = [line for line in self.running.log.read_text(errors="replace").splitlines() if line.startswith("{")]
        if self.running.popen.returncode or not lines:
            raise Failure(f"a generator failed: {' '.join(map(str, command))}\n{self.running.tail()}")
        result = json.loads(lines[-1])
        result["cpuSeconds"] = (after.children_user + after.children_system) - (before.children_user + before.children_system)
        result["notes"] = [line for line in self.running.log.read_text(errors="replace").splitlines() if "timer slack" in line]
        return result


