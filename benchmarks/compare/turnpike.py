"""Turnpike: how it is started, and what is registered with it."""

import json
import secrets
import threading

from .peer import Peer
from .processes import Failure, await_status, await_true, fetch, free_port
from .services import LIFE, METHODS, Services

HEARTBEAT_SECONDS = 5


class Gateway:
    """One Turnpike with a data directory of its own. It can be started again on the same data."""

    def __init__(self, context, name, settings=None, java_options=None, root=None):
        self.context, self.name, self.root = context, name, root or context.tools.root
        self.java_options = context.tools.java_options if java_options is None else java_options
        self.port, self.master = free_port(), secrets.token_hex(16)
        self.base = f"http://127.0.0.1:{self.port}"
        directory = context.processes.directory
        self.data, self.config = directory / f"{name}.data", directory / f"{name}.json"
        self.config.write_text(json.dumps({
            "serverPort": str(self.port), "maskerKey": self.master, "clusterSecret": secrets.token_hex(16), **(settings or {})}))
        self.process = None

    def start(self):
        context = self.context
        self.process = context.server.start_turnpike(
            context.processes, self.root, self.port, self.config, self.data, self.name, self.java_options)
        return self.process

    def await_ready(self):
        await_status(self.process, f"{self.base}/health/ready")

    def register(self, owner, services):
        """Registers an owner with services; gives its key."""
        return self._ask("register", [{"OwnerName": owner, "OwnerId": owner, "Services": services}])["API-Key"]

    def connect(self, key, service, server):
        """Connects a server, given as host:port; gives its id."""
        return self._ask("connect", connection(key, service, server))["ServerID"]

    def put(self, path, body):
        """Changes the configuration; gives the status, and what the detail says if it is no success."""
        status, _, answer = fetch(f"{self.base}/{path}", "PUT", json.dumps(body).encode(), {"apikey": self.master}, timeout=120)
        return status, _detail(answer)

    def _ask(self, path, body):
        url = f"{self.base}/{path}"
        status, _, answer = fetch(url, "POST", json.dumps(body).encode(), timeout=120)
        if status != 200:
            raise Failure(f"POST {url} answers {status}: {answer[:400].decode(errors='replace')}")
        return json.loads(answer)


def connection(key, service, server):
    """What POST /connect takes."""
    host, _, port = server.rpartition(":")
    return {"ApiKey": key, "ServiceName": service, "ServerAddress": host, "ServerPort": port}


def registrations(topology):
    """The services of the topology, as POST /register takes them."""
    return [{
        "ServiceId": name, "ServiceName": name, "IdlContent": open(service["Idl"]).read(), "Version": "1",
        "ServiceDescription": "benchmark", "ServerCount": len(service["Servers"]), "Transport": "framed",
        "Paths": [{"MethodPath": path.split("/", 2)[2], "ExposedMethod": target["Method"]}
                  for path, target in topology["Paths"].items() if target["Service"] == name],
        "RegisteredServers": [],
    } for name, service in topology["Services"].items()]


class Turnpike(Peer):
    """The gateway, with its registry in Consul and a RegistryProxy beside it where there is a Consul."""

    key, title, letter = "turnpike", "Turnpike", ""
    thrift = plain = java = True
    root = None
    settings = {}

    def start(self):
        context = self.context
        registry = {"consulAddress": f"127.0.0.1:{self._start_consul()}"} if context.consul else {}
        gateway = Gateway(context, self.key, {**registry, **self.settings}, root=self.root)
        self.port, self.process = gateway.port, gateway.start()
        gateway.await_ready()
        self.versions = context.server.title
        if context.consul:
            self._start_proxy(gateway.config)
            self.versions += ", Consul and one RegistryProxy beside it"
        self._register(gateway)

    def _named(self, name):
        """What a program beside this one is called: its log, its directory."""
        return name if self.key == Turnpike.key else f"{name}-{self.key}"

    def _start_consul(self):
        http, serf, server = free_port(), free_port(), free_port()
        process = self.context.processes.start(self._named("consul"), [
            self.context.consul, "agent", "-dev", "-bind", "127.0.0.1", "-client", "127.0.0.1", "-http-port", http, "-dns-port", "-1",
            "-grpc-port", "-1", "-serf-wan-port", "-1", "-serf-lan-port", serf, "-server-port", server])

        def leads():
            return fetch(f"http://127.0.0.1:{http}/v1/status/leader")[2] not in (b"", b'""')

        await_true("Consul has a leader", 60, process, leads)
        return http

    def _start_proxy(self, config):
        tools, port = self.context.tools, free_port()
        process = self.context.processes.start(
            self._named("registry-proxy"),
            [tools.root / "turnpike", "registry-proxy", "--config", config, "--data", self.context.processes.directory / self._named("proxy"),
             "--port", port, "--thrift-port", free_port()], cwd=tools.root)
        await_status(process, f"http://127.0.0.1:{port}/health/ready")

    def _register(self, gateway):
        topology = self.context.topology
        key = gateway.register("benchmark", registrations(topology))
        ids = [gateway.connect(key, name, server) for name, service in topology["Services"].items() for server in service["Servers"]]
        self.stopped = threading.Event()
        threading.Thread(target=self._heartbeats, args=(gateway.base, key, ids), daemon=True).start()
        status, detail = gateway.put("admin/routes/plain", {
            "Uris": ["/Plain/*"], "Upstream": {"Http": {"Nodes": [{"Address": topology["Plain"]}]}}})
        if status != 200:
            self.left_out["http"] = f"this build takes no HTTP upstream: PUT /admin/routes answers {status} {detail}"

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


class Before(Turnpike):
    """The gateway as it was."""

    key, title = "before", "Turnpike before"

    @property
    def root(self):
        return self.context.options.before


class Many(Turnpike):
    """The same gateway with ten thousand services beside those that are called: what it costs to find one of many."""

    key, title = "many", "Turnpike with 10,000 services"
    settings = LIFE
    SERVICES, OWNERS = 10_000, 100

    def _register(self, gateway):
        super()._register(gateway)
        services = Services(self.context, self.SERVICES, self.OWNERS, with_large=False)
        services.register(gateway)
        self.versions += f"; {self.SERVICES:,} services beside those that are called, with {self.SERVICES * METHODS:,} paths and a connected server each"


class Plugged(Turnpike):
    """The same gateway with plugins that all requests pass, beside the one without: what they cost."""

    key, title = "plugins", "Turnpike with plugins"
    PLUGINS = {
        "request-id": {},
        "access": [{"type": "header", "api": path, "key": "X-Denied", "value": "1", "access": "deny"}
                   for path in ("/Echo/small", "/Echo/large", "/Plain/data")],
        "response-headers": {"Set": {"X-Content-Type-Options": "nosniff"}},
    }

    def _register(self, gateway):
        super()._register(gateway)
        for name, configuration in self.PLUGINS.items():
            status, detail = gateway.put(f"admin/plugins/{name}/global", configuration)
            if status != 200:
                raise Failure(f"the plugin {name} cannot be bound: {status} {detail}")
        self._require_asked(gateway)
        self.versions += f"; plugins bound to all requests: {', '.join(self.PLUGINS)}"

    def _require_asked(self, gateway):
        """That the plugins are in the way of a call: the one that is to be denied is."""
        call = self.context.calls["1k"]

        def asked():
            status = fetch(f"{gateway.base}{call.path}", call.verb, call.body, {"X-Denied": "1"})[0]
            return True if status == 401 else f"status {status}"

        await_true("the plugins are asked", 60, gateway.process, asked)


def _detail(answer):
    try:
        return json.loads(answer).get("detail", "")
    except ValueError:
        return answer[:200].decode(errors="replace")
