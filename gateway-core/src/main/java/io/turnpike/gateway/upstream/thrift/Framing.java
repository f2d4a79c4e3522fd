package io.turnpike.gateway.upstream.thrift;

/** How messages are told apart on a connection. */
public enum Framing {
    /** Found by asking the instance, once, when it connects: buffered or framed. */
    AUTO,
    /** Each message is preceded by its length in four bytes. */
    FRAMED,
    /** Messages follow each other without anything between. */
    BUFFERED,
    /** Each message is preceded by a header with lengths, a sequence id and key-value pairs, as Kitex does it. */
    TTHEADER,
    /** Each call is the body of an HTTP/1.1 POST, its reply the body of the answer, as {@code TServlet} does it. */
    HTTP;

    /** Whether the server confirms calls that have no reply too. */
    boolean confirmsOneway() {
        return this == HTTP;
    }
}
