package io.turnpike.gateway.upstream.thrift;

/** What the data plane knows of an instance that heartbeats. */
public enum EndpointState {
    /** Not tried yet. */
    PROBING,
    /** Takes calls. */
    REACHABLE,
    /** No TCP connect has succeeded; tried again from time to time. */
    UNREACHABLE
}
