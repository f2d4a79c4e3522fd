"""The gateways that are compared. Each says what it can do, why it is left out where it is, and how it is started."""

import json
import secrets
import shutil
import subprocess
import threading

from .processes import Failure, await_port, await_status, await_true, fetch, free_port

HEARTBEAT_SECONDS = 5


class Peer:
    """One gateway. After start(): port and process."""

    key = title = letter = ""
    thrift = plain = False
    port = 0
    process = None
    versions = ""

    def __init__(self, context):
        self.context = context
        self.left_out = {}  # name of a call -> why

    def takes(self, call):
        """None, or why this call is not for this peer."""
        if (call.plain and not self.plain) or (call.service and not self.thrift):
            return "HTTP upstreams only" if self.plain else "Thrift only"
        return self.left_out.get(call.name)

    def start(self):
        raise NotImplementedError

    def stop(self):
        """What is not a process."""


class Turnpike(Peer):
    """The gateway, with its registry in Consul and a RegistryProxy beside it where there is a Consul."""

    key, title, letter = "turnpike", "Turnpike", ""
    thrift = plain = True

    def start(self):
        context = self.context
        processes, tools = context.processes, context.tools
        self.port = free_port()
        key = secrets.token_hex(16)
        settings = {"serverPort": str(self.port), "maskerKey": key, "clusterSecret": secrets.token_hex(16)}
        if context.consul:
            settings["consulAddress"] = f"127.0.0.1:{self._start_consul()}"
        config = processes.directory / "serverconfig.json"
        config.write_text(json.dumps(settings))
        self.process = context.server.start_turnpike(processes, tools.gateway_war, self.port, config, processes.directory / "data")
        base = f"http://127.0.0.1:{self.port}"
        await_status(self.process, f"{base}/health/ready")
        self.versions = context.server.title
        if context.consul:
            self._start_proxy(config)
            self.versions += ", Consul and one RegistryProxy beside it"
        self._register(base, key)

    def _start_consul(self):
        http, serf, server = free_port(), free_port(), free_port()
        process = self.context.processes.start("consul", [
            self.context.consul, "agent", "-dev", "-bind", "127.0.0.1", "-client", "127.0.0.1", "-http-port", http, "-dns-port", "-1",
            "-grpc-port", "-1", "-serf-wan-port", "-1", "-serf-lan-port", serf, "-server-port", server])

        def leads():
            return fetch(f"http://127.0.0.1:{http}/v1/status/leader")[2] not in (b"", b'""')

        await_true("Consul has a leader", 60, process, leads)
        return http

    def _start_proxy(self, config):
        tools, port = self.context.tools, free_port()
        process = self.context.processes.start(
            "registry-proxy",
            [tools.root / "turnpike", "registry-proxy", "--config", config, "--data", self.context.processes.directory / "proxy",
             "--port", port, "--thrift-port", free_port()], cwd=tools.root)
        await_status(process, f"http://127.0.0.1:{port}/health/ready")

    def _register(self, base, master):
        services = [{
            "ServiceId": name, "ServiceName": name, "IdlContent": open(service["Idl"]).read(), "Version": "1",
            "ServiceDescription": "benchmark", "ServerCount": len(service["Servers"]), "Transport": "framed",
            "Paths": [{"MethodPath": path.split("/", 2)[2], "ExposedMethod": target["Method"]}
                      for path, target in self.context.topology["Paths"].items() if target["Service"] == name],
            "RegisteredServers": [],
        } for name, service in self.context.topology["Services"].items()]
        key = self._ask(f"{base}/register", [{"OwnerName": "benchmark", "OwnerId": "benchmark", "Services": services}])["API-Key"]
        ids = []
        for name, service in self.context.topology["Services"].items():
            for server in service["Servers"]:
                host, _, port = server.rpartition(":")
                ids.append(self._ask(f"{base}/connect", {"ApiKey": key, "ServiceName": name, "ServerAddress": host,
                                                         "ServerPort": port})["ServerID"])
        self.stopped = threading.Event()
        threading.Thread(target=self._heartbeats, args=(base, key, ids), daemon=True).start()
        status, _, answer = fetch(f"{base}/admin/routes/plain", "PUT", json.dumps(
            {"Uris": ["/Plain/*"], "Upstream": {"Http": {"Nodes": [{"Address": self.context.topology["Plain"]}]}}}).encode(),
            {"apikey": master})
        if status != 200:
            self.left_out["http"] = f"this build takes no HTTP upstream: PUT /admin/routes answers {status} {_detail(answer)}"

    def _ask(self, url, body):
        status, _, answer = fetch(url, "POST", json.dumps(body).encode())
        if status != 200:
            raise Failure(f"POST {url} answers {status}: {answer.decode(errors='replace')}")
        return json.loads(answer)

    def _heartbeats(self, base, key, ids):
        """Those of all servers, each every five seconds, evenly spread, as if each sent its own."""
        while True:
            for server in ids:
                if self.stopped.wait(HEARTBEAT_SECONDS / len(ids)):
                    return
                try:
                    status, _, answer = fetch(f"{base}/health", "POST", json.dumps({"ApiKey": key, "ServerID": server}).encode())
                    if status != 200:
                        self.context.note(f"a heartbeat was answered by {status} {_detail(answer)}")
                except OSError as error:
                    self.context.note(f"a heartbeat failed: {error}")

    def stop(self):
        if hasattr(self, "stopped"):
            self.stopped.set()


def _detail(answer):
    try:
        return json.loads(answer).get("detail", "")
    except ValueError:
        return answer[:200].decode(errors="replace")


class InServer(Peer):
    """A WAR on the server that Turnpike runs on."""

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
    thrift = True

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
    plain = True

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


PEERS = {peer.key: peer for peer in (Turnpike, Ceiling, Kitex, Jaxrs, Armeria, Spring, Nginx, Direct)}


