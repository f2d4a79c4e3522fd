"""What a JVM allocates: by thread, from the JVM itself, exact to the byte."""

import subprocess
import zipfile

from .processes import Failure

CLASS = "io/turnpike/benchmarks/load/AllocatedBytes"


class Allocation:
    """Reads it. A reading costs the JVM some 100 KB itself, and the first one more."""

    def __init__(self, tools, directory):
        self.tools, self.agent = tools, directory / "allocated-bytes.jar"
        # A jar of its own: that of the generators would bring its libraries into the gateways.
        with zipfile.ZipFile(tools.jar) as whole, zipfile.ZipFile(self.agent, "w") as agent:
            agent.writestr("META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\nAgent-Class: {CLASS.replace('/', '.')}\n")
            agent.writestr(f"{CLASS}.class", whole.read(f"{CLASS}.class"))

    def read(self, process):
        """Bytes by the id of each living thread."""
        command = [self.tools.java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", self.tools.classpath(),
                   CLASS.replace("/", "."), process.popen.pid, self.agent]
        try:
            outcome = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60, check=True)
        except subprocess.SubprocessError as error:
            raise Failure(f"what {process.name} allocates cannot be read: {error.stderr or error}") from None
        return {int(thread): int(count) for thread, count in (line.split() for line in outcome.stdout.splitlines())}


def between(before, after):
    """Bytes allocated between two readings, by the threads that lived at the second one."""
    return sum(count - before.get(thread, 0) for thread, count in after.items())
