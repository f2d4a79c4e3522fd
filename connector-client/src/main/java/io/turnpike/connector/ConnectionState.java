package io.turnpike.connector;

/** How a server stands with the gateway. */
public enum ConnectionState {
    /** No gateway has answered yet, or the gateway has forgotten the server: it is connecting. */
    CONNECTING,
    /** The last connect or heartbeat was accepted. */
    CONNECTED,
    /** No gateway can be reached, or none can serve at the moment; it is tried again, at least once per heartbeat interval. */
    UNREACHABLE,
    /** The gateway says that something is wrong that waiting does not mend: key, service or address. Tried again slowly. */
    REFUSED,
    /** The server has left. */
    CLOSED
}
