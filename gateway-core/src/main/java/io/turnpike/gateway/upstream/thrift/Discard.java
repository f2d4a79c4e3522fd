package io.turnpike.gateway.upstream.thrift;

/** What the end of a connection says of its server. */
enum Discard {
    /** Nothing: the gateway closes it. */
    UNNEEDED,
    /** The server closed it. */
    BY_SERVER,
    /** The server has never answered a message on it: the framing may be wrong. */
    DOUBTFUL
}
