"""What is built before anything is measured, and where it is."""

import os
import re
import shutil
import subprocess

from .processes import Failure


class Tools:
    """Paths and builds. Everything that is built is below benchmarks/target or in the modules' own target directories."""

    def __init__(self, root, say, java_options):
        self.root, self.say, self.java_options = root, say, java_options
        self.benchmarks = root / "benchmarks"
        self.target = self.benchmarks / "target"
        self.java = self._java()
        version = re.search(r"turnpike-parent</artifactId>\s*<version>(.*?)<", (root / "pom.xml").read_text()).group(1)
        self.jar = self.target / f"benchmarks-{version}.jar"
        self.gateway_war = self.gateway_war_of(root)
        self.proxy_war = root / "registry-proxy-war" / "target" / "turnpike-registry-proxy.war"
        self._failures = {}

    @staticmethod
    def gateway_war_of(root):
        """Where the WAR of the gateway is in a clone."""
        return root / "gateway-war" / "target" / "turnpike-gateway.war"

    @staticmethod
    def _java():
        home = os.environ.get("JAVA_HOME")
        java = os.path.join(home, "bin", "java") if home else shutil.which("java")
        if not java or not os.access(java, os.X_OK):
            raise Failure("no Java found (expected: a JDK 17 or later, on the PATH or at JAVA_HOME)")
        return java

    def run(self, what, command, directory):
        """Runs a command to its end, its output in a log; raises Failure with the end of that."""
        log = self.target / "logs" / f"{what}.build.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "wb") as out:
            outcome = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=out,
                                     stderr=subprocess.STDOUT, cwd=directory, check=False)
        if outcome.returncode:
            lines = log.read_text(errors="replace").splitlines()
            shown = [line for line in lines if "ERROR" in line][:8] or lines[-8:]
            raise Failure(f"{what} could not be built ({log}):\n" + "\n".join(f"    {line[:300]}" for line in shown))

    def maven(self, what, directory, *arguments):
        maven = shutil.which("mvn")
        if not maven:
            raise Failure("Maven is not installed")
        self.run(what, [maven, "-B", "-ntp", *arguments], directory)

    def build_product(self):
        """The gateway, the RegistryProxy and the programs of benchmarks, where they are older than their sources."""
        product = ["thrift-codec", "service-registry", "gateway-core", "server-config", "gateway-war", "registry-proxy-war"]
        self._build("turnpike", "Turnpike", product, "gateway-war,registry-proxy-war", [self.gateway_war, self.proxy_war])
        # Where ./turnpike logs, and makes only when it builds something itself.
        (self.root / "target" / "launcher").mkdir(parents=True, exist_ok=True)
        self._build("generators", "the generators", ["benchmarks"], "benchmarks", [self.jar])

    def _build(self, log, what, modules, wanted, artifacts):
        sources = [self.root / "pom.xml"]
        for module in modules:
            sources += [self.root / module / "src" / "main", self.root / module / "pom.xml"]
        if newer_than(sources, artifacts):
            self.say(f"Building {what} (target/logs/{log}.build.log).")
            self.maven(log, self.root, "-pl", wanted, "-am", "-Dmaven.test.skip", "-Dspotless.check.skip", "package")
            for artifact in artifacts:
                artifact.touch()  # Maven leaves a jar alone that would be the same

    def classpath(self):
        return f"{self.jar}:{self.target / 'lib'}/*"

    def thrift_version(self):
        """Of the Apache compiler. What it generates needs a libthrift of the same version."""
        thrift = shutil.which("thrift")
        if not thrift:
            raise Failure("the Apache thrift compiler is not installed (Debian: thrift-compiler)")
        return subprocess.run([thrift, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]

    def build_peers(self, idl_directory, names):
        """The Java peers: classes from the IDLs, then a Maven project for each. One that fails does not stop the others."""
        project = self.benchmarks / "peers" / "java"
        idls = sorted(idl_directory.iterdir())

        def stale(name):
            sources = [project / "pom.xml", project / name / "pom.xml", project / name / "src", *idls]
            artifacts = list((self.target / "peers" / name).glob(f"{name}.[jw]ar"))
            return not artifacts or newer_than(sources, artifacts)

        wanted = [name for name in names if stale(name)]
        arguments = []
        try:
            if {"jaxrs", "armeria"} & set(wanted):
                arguments = [f"-Dlibthrift.version={self.thrift_version()}"]
                self._generate(idls)
        except Failure as failure:
            for name in {"jaxrs", "armeria"} & set(wanted):
                self._failures[name] = failure
            wanted = [name for name in wanted if name not in self._failures]
        if not wanted:
            return
        self.say(f"Building the peers {', '.join(wanted)} (target/logs/peers.build.log).")
        try:
            self.maven("peers", project, "-fae", "-pl", ",".join(wanted), "-am", *arguments, "package")
        except Failure as failure:
            self._failures.update({name: failure for name in wanted if stale(name)})
        for name in set(wanted) - set(self._failures):
            for artifact in (self.target / "peers" / name).glob(f"{name}.[jw]ar"):
                artifact.touch()

    def _generate(self, idls):
        generated = self.target / "peers" / "thrift"
        shutil.rmtree(generated, ignore_errors=True)
        generated.mkdir(parents=True)
        for idl in idls:
            self.run("thrift", ["thrift", "--gen", "java:generated_annotations=suppress", "-out", generated, idl], generated)

    def peer_file(self, name, file):
        """What was built of a Java peer; raises why it was not."""
        if name in self._failures:
            raise self._failures[name]
        path = self.target / "peers" / name / file
        if not path.exists():
            raise Failure(f"{path} is missing")
        return path

    def peer_version(self, name):
        return re.search(rf"<{name}>(.*?)</{name}>", (self.benchmarks / "peers" / "java" / "pom.xml").read_text()).group(1)


def newer_than(sources, artifacts):
    """Whether any source is newer than the oldest artifact, or an artifact is missing."""
    if not all(artifact.exists() for artifact in artifacts):
        return True
    oldest = min(artifact.stat().st_mtime for artifact in artifacts)
    for source in sources:
        files = source.rglob("*") if source.is_dir() else [source]
        if any(file.is_file() and file.stat().st_mtime > oldest for file in files):
            return True
    return False
