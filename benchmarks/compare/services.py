"""Many services at one Turnpike: each with an IDL, methods, paths and a server of its own."""

from .work import PLAIN_ANSWER, echo_idl

METHODS = 10
# Servers send no heartbeats here, so they have to live without.
LIFE = {"timeToLift": "3600", "timeToDie": "3600"}


class Services:
    """So many services of so many owners, with METHODS methods and as many paths each."""

    def __init__(self, context, count, owners, with_large=True):
        """Without `with_large` the IDLs do not have the struct of 200 fields, whose types take memory in each service."""
        self.context, self.owners, self.with_large = context, owners, with_large
        self.names = [f"Service{number:05d}" for number in range(count)]

    def register(self, gateway):
        """Registers and connects all."""
        servers = self.context.topology["Services"]["Echo"]["Servers"]
        for owner in range(self.owners):
            mine = self.names[owner::self.owners]
            key = gateway.register(f"many-{owner}", [self._registration(name) for name in mine])
            for number, name in enumerate(mine):
                gateway.connect(key, name, servers[number % len(servers)])

    def _registration(self, name):
        # The text of Echo, with methods and names of its own.
        methods = [f"  Small {name}Method{number}(1: Small value)" for number in range(1, METHODS)]
        idl = echo_idl(self.with_large).replace("service Echo {", "\n".join([f"service {name} {{", *methods])).replace("Large", f"Large{name}")
        paths = [{"MethodPath": "small", "ExposedMethod": "small"}]
        field = next(iter(PLAIN_ANSWER))  # of Small
        paths += [{"MethodPath": f"method{number}/{{{field}}}", "ExposedMethod": f"{name}Method{number}"} for number in range(1, METHODS)]
        return {"ServiceId": name, "ServiceName": name, "IdlContent": idl, "Version": "1", "ServiceDescription": "benchmark",
                "ServerCount": 1, "Transport": "framed", "Paths": paths, "RegisteredServers": []}
