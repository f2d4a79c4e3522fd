package io.turnpike.gateway.upstream.thrift;

/** How messages are told apart on a connection. */
public enum Framing {
    /** Found by asking the instance, once, when it connects. */
    AUTO,
    /** Each message is preceded by its length in four bytes. */
    FRAMED,
    /** Messages follow each other without anything between. */
    BUFFERED
}
