package io.turnpike.gateway.upstream.thrift;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The head of an HTTP/1.1 POST (RFC 9112), as Thrift's own HTTP clients send it. */
final class HttpRequestHead implements RequestHead {

    private static final int MOST_DIGITS = 10;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    /** Everything up to the number of bytes that follow. */
    private final byte[] beforeLength;

    /**
     * @param authority host and port of the server
     * @param path path and query, beginning with a slash
     */
    HttpRequestHead(String authority, String path) {
        beforeLength = ("POST " + path + " HTTP/1.1\r\n"
                        + "Host: " + authority + "\r\n"
                        + "Content-Type: application/x-thrift\r\n"
                        + "Accept: application/x-thrift\r\n"
                        + "User-Agent: Turnpike\r\n"
                        + "Content-Length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int bytes() {
        return beforeLength.length + MOST_DIGITS + END_OF_HEAD.length;
    }

    @Override
    public void write(ThriftCall call, int messageBytes, ByteBuf out) {
        out.writeBytes(beforeLength);
        out.writeCharSequence(Integer.toString(messageBytes), StandardCharsets.US_ASCII);
        out.writeBytes(END_OF_HEAD);
    }
}
