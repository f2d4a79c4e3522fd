"""What the gateways that are compared have in common."""


class Peer:
    """One gateway. After start(): port and process."""

    key = title = letter = ""
    thrift = plain = False
    java = False  # whether its process is a JVM, which can be asked what it allocates
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
