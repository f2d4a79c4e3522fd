package io.turnpike.gateway.upstream.http;

/** What becomes of requests that could go to a node; nginx's words for the servers of an upstream. */
public enum NodeState {
    /** It gets its share. */
    UP,
    /** It gets its share, and its first probe has not ended yet. */
    CHECKING,
    /** A request has failed on it within the last ten seconds: it gets one only if no other node can take it. */
    UNAVAIL,
    /** It has failed its probes, and gets none. */
    UNHEALTHY,
    /** Its weight is 0: it gets none, and nothing is known of it. */
    DOWN
}
