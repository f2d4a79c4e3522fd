"""The Java servers below Turnpike and below the peers that are a WAR: the same server, the same options, the same tuning."""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from .processes import Failure, free_port

# As bin/common.sh of WildFly has them.
WILDFLY_EXPORTS = ["java.desktop/sun.awt", "java.naming/com.sun.jndi.ldap", "java.naming/com.sun.jndi.url.ldap",
                   "java.naming/com.sun.jndi.url.ldaps", "jdk.naming.dns/com.sun.jndi.dns"]
WILDFLY_OPENS = ["java.base/java.lang", "java.base/java.lang.invoke", "java.base/java.lang.reflect", "java.base/java.io",
                 "java.base/java.net", "java.base/java.security", "java.base/java.util", "java.base/java.util.concurrent",
                 "java.management/javax.management", "java.naming/javax.naming"]


def pom_property(root, name):
    return re.search(rf"<{name}>(.*?)</{name}>", (root / "pom.xml").read_text()).group(1)


class Payara:
    """Payara Micro, as ./turnpike starts it."""

    name = "payara"

    def __init__(self, tools):
        self.tools = tools
        self.version = pom_property(tools.root, "payara.version")
        self.title = f"Payara Micro {self.version}"

    def prepare(self):
        """Nothing: ./turnpike start, which runs first, has fetched the server."""

    def class_archive(self, file):
        """Nothing: ./turnpike makes an archive, and uses it, by itself."""
        return [], []

    def _jar(self):
        return self.tools.root / "target" / "launcher" / f"payara-micro-{self.version}.jar"

    def start_turnpike(self, processes, root, port, config, data, name, java_options):
        return processes.start(
            name, [root / "turnpike", "start", "--config", config, "--data", data, "--port", port],
            {"TURNPIKE_JAVA_OPTS": " ".join(java_options)}, root)

    def start_war(self, processes, name, war, port, properties):
        files = self.tools.root / "server-config" / "src" / "main" / "servers" / "payara-micro"
        # As empty as the one that ./turnpike makes: Payara Micro unpacks itself there.
        temporary = processes.directory / f"{name}.tmp"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        process = processes.start(name, [
            self.tools.java, "-XX:MaxRAMPercentage=50", *self.tools.java_options, "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", f"-Djava.io.tmpdir={temporary}",
            *[f"-D{key}={value}" for key, value in properties.items()],
            "-jar", self._jar(), "--nohazelcast", "--disablephonehome", "--contextroot", "/", "--port", port,
            "--prebootcommandfile", files / "pre-boot.asadmin", "--logproperties", files / "logging.properties", "--deploy", war])
        return process


class WildFly:
    """WildFly with its standalone-microprofile.xml and turnpike.cli, a base directory for each instance."""

    name = "wildfly"

    def __init__(self, tools):
        self.tools = tools
        self.version = pom_property(tools.root, "wildfly.version")
        self.title = f"WildFly {self.version}"
        self.home = tools.target / f"wildfly-{self.version}"

    def prepare(self):
        done = self.home / "turnpike.done"
        script = self.tools.root / "server-config" / "src" / "main" / "servers" / "wildfly" / "turnpike.cli"
        if done.exists() and done.stat().st_mtime > script.stat().st_mtime:
            return
        shutil.rmtree(self.home, ignore_errors=True)
        self.tools.maven("WildFly", self.tools.root, "-N", "dependency:copy",
                         f"-Dartifact=org.wildfly:wildfly-dist:{self.version}:zip", f"-DoutputDirectory={self.tools.target}")
        with zipfile.ZipFile(self.tools.target / f"wildfly-dist-{self.version}.zip") as archive:
            archive.extractall(self.tools.target)
        command = ["sh", str(self.home / "bin" / "jboss-cli.sh"), f"--file={script}"]
        outcome = subprocess.run(command, capture_output=True, text=True, check=False, env={
            **os.environ, "JAVA_HOME": str(Path(self.tools.java).resolve().parent.parent),
            "JAVA_OPTS": "-Dturnpike.profile=standalone-microprofile.xml"})
        if outcome.returncode:
            raise Failure(f"{' '.join(command)} failed:\n{outcome.stdout}{outcome.stderr}")
        done.touch()

    def class_archive(self, file):
        """Options of the start that leaves an archive of its classes when it ends, and of those that use it: as in docs/deployment.md."""
        return [f"-XX:ArchiveClassesAtExit={file}"], [f"-XX:SharedArchiveFile={file}"]

    def start_turnpike(self, processes, root, port, config, data, name, java_options):
        return self.start_war(processes, name, self.tools.gateway_war_of(root), port,
                              {"turnpike.config": config, "dataDirectory": data, "serverPort": port}, java_options)

    def start_war(self, processes, name, war, port, properties, java_options=None):
        java_options = self.tools.java_options if java_options is None else java_options
        base = processes.directory / f"{name}.wildfly"
        shutil.rmtree(base, ignore_errors=True)
        shutil.copytree(self.home / "standalone" / "configuration", base / "configuration")
        (base / "deployments").mkdir()
        shutil.copy(war, base / "deployments" / Path(war).name)
        return processes.start(name, [
            self.tools.java, "-XX:MaxRAMPercentage=50", *java_options, "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8",
            *[f"--add-exports={name}=ALL-UNNAMED" for name in WILDFLY_EXPORTS],
            *[f"--add-opens={name}=ALL-UNNAMED" for name in WILDFLY_OPENS],
            *[f"-D{key}={value}" for key, value in properties.items()],
            f"-Djboss.home.dir={self.home}", f"-Djboss.server.base.dir={base}", "-Djboss.bind.address=127.0.0.1",
            "-Djboss.bind.address.management=127.0.0.1", f"-Djboss.http.port={port}", f"-Djboss.https.port={free_port()}",
            f"-Djboss.management.http.port={free_port()}", "-jar", self.home / "jboss-modules.jar", "-mp", self.home / "modules",
            "org.jboss.as.standalone", "-c", "standalone-microprofile.xml"])


SERVERS = {"payara": Payara, "wildfly": WildFly}


