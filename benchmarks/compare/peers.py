"""The gateways that are compared. Each says what it can do, why it is left out where it is, and how it is started."""

import shutil
import subprocess

from .peer import Peer
from .processes import Failure, await_port, await_status, await_true, fetch, free_port
from .turnpike import Before, Many, Plugged, Turnpike

class InServer(Peer):
    """A WAR on the server that Turnpike runs on."""

    java = True
    war = ""
    properties = {}

    def start(self):
        war = self.context.tools.peer_file(self.war, f"{self.war}.war")
        self.port = free_port()
        self.process = self.context.server.start_war(self.context.processes, self.key, war, self.port, self.properties)
        call = self.context.calls["1k"]

        def answers():
            status = fetch(f"http://127.0.0.1:{self.port}{call.path}", "POST", call.body)[0]
            return True if status == 200 else f"status {status}"

        await_true(f"{self.title} ready", 300, self.process, answers)
        self.versions = self.context.server.title


class Ceiling(InServer):
    key, title, letter, war = "ceiling", "The server's ceiling", "a", "ceiling"
    thrift = plain = True

    @property
    def properties(self):
        return {"peers.answers": self.context.files / "answers"}

    def takes(self, call):
        return "it calls no server, so none is slow" if call.name == "slow" else super().takes(call)


class Jaxrs(InServer):
    key, title, letter, war = "jaxrs", "JAX-RS + Jackson + libthrift", "c", "jaxrs"
    thrift = True

    @property
    def properties(self):
        return {"peers.topology": self.context.topology_file}

    def start(self):
        super().start()
        self.versions += f", libthrift {self.context.tools.thrift_version()}"


class Kitex(Peer):
    key, title, letter = "kitex", "Hertz + Kitex", "b"
    thrift = True

    def start(self):
        tools = self.context.tools
        go = shutil.which("go")
        if not go:
            raise Failure("Go is not installed")
        binary = tools.target / "peers" / "kitex" / "kitex"
        source = tools.benchmarks / "peers" / "kitex"
        tools.run("kitex", [go, "build", "-o", binary, "."], source)
        versions = dict(line.split()[:2] for line in (source / "go.mod").read_text().splitlines() if line.startswith("\tgithub.com"))
        self.versions = ", ".join(f"{name} {versions['github.com/cloudwego/' + name.lower()]}" for name in ("Hertz", "Kitex"))
        self.versions += ", " + subprocess.run([go, "version"], capture_output=True, text=True, check=True).stdout.split()[2]
        self.port = free_port()
        self.process = self.context.processes.start("kitex", [binary, self.port, self.context.topology_file])
        await_port(self.process, self.port)


class Armeria(Peer):
    key, title, letter = "armeria", "Armeria + Jackson", "c"
    thrift = java = True

    def start(self):
        tools = self.context.tools
        jar = tools.peer_file("armeria", "armeria.jar")
        self.port = free_port()
        self.process = self.context.processes.start("armeria", [
            tools.java, *tools.java_options, "-jar", jar, self.port, self.context.topology_file])
        await_port(self.process, self.port)
        self.versions = f"Armeria {tools.peer_version('armeria.version')}; its servers are called by HTTP/1.1"


class Spring(Peer):
    key, title, letter = "spring", "Spring Cloud Gateway", "d"
    plain = java = True

    def start(self):
        tools = self.context.tools
        jar = tools.peer_file("spring", "spring.jar")
        self.port = free_port()
        route = "spring.cloud.gateway.server.webflux.routes[0]"
        self.process = self.context.processes.start("spring", [
            tools.java, *tools.java_options, "-jar", jar, f"--server.port={self.port}", "--server.address=127.0.0.1",
            f"--{route}.id=plain", f"--{route}.uri=http://{self.context.topology['Plain']}", f"--{route}.predicates[0]=Path=/Plain/**"])
        await_status(self.process, f"http://127.0.0.1:{self.port}/Plain/data")
        self.versions = (f"Spring Cloud Gateway {tools.peer_version('spring-cloud-gateway.version')} (WebFlux), "
                         f"Spring Boot {tools.peer_version('spring-boot.version')}")


class Nginx(Peer):
    key, title, letter = "nginx", "nginx", "d"
    plain = True

    CONFIGURATION = """
daemon off;
worker_processes auto;
pid %(directory)s/nginx.pid;
error_log stderr;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path %(directory)s/nginx-body;
  proxy_temp_path %(directory)s/nginx-proxy;
  fastcgi_temp_path %(directory)s/nginx-fastcgi;
  uwsgi_temp_path %(directory)s/nginx-uwsgi;
  scgi_temp_path %(directory)s/nginx-scgi;
  upstream plain {
    server %(plain)s;
    keepalive 512;
    keepalive_requests 1000000000;
  }
  server {
    listen 127.0.0.1:%(port)d backlog=4096;
    location /Plain/ {
      proxy_pass http://plain;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
"""

    def start(self):
        nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if not nginx:
            raise Failure("nginx is not installed")
        self.port = free_port()
        directory = self.context.processes.directory
        file = directory / "nginx.conf"
        file.write_text(self.CONFIGURATION % {"directory": directory, "plain": self.context.topology["Plain"], "port": self.port})
        self.process = self.context.processes.start("nginx", [nginx, "-c", file, "-p", directory])
        await_port(self.process, self.port)
        self.versions = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr.strip().rpartition(" ")[2]


class Direct(Peer):
    """No gateway: libthrift's blocking client, and for HTTP the generator at the backend."""

    key, title, letter = "direct", "No gateway", "e"
    thrift = plain = True

    def start(self):
        self.port = int(self.context.topology["Plain"].rpartition(":")[2])
        self.versions = "libthrift's blocking client, one thread for each connection; HTTP: the generator alone"


PEERS = {peer.key: peer for peer in (Turnpike, Plugged, Many, Before, Ceiling, Kitex, Jaxrs, Armeria, Spring, Nginx, Direct)}
# The others are measured when they are asked for.
DEFAULT_PEERS = [key for key in PEERS if key not in (Plugged.key, Many.key, Before.key)]


