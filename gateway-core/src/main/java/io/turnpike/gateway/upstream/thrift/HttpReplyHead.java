package io.turnpike.gateway.upstream.thrift;

import io.turnpike.thrift.protocol.ProtocolException;
import java.util.Locale;

/** What status line and headers of an HTTP/1.x response say about its body and its connection. For reuse, by one thread. */
final class HttpReplyHead {

    private static final String BEGINNING = "HTTP/1.";
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int SHORTEST_STATUS_LINE = STATUS_AT + 3;

    private int status;
    private boolean keepAlive;
    private boolean close;
    private boolean chunked;
    private long bodyBytes = -1;

    void clear() {
        status = 0;
        keepAlive = false;
        close = false;
        chunked = false;
        bodyBytes = -1;
    }

    /** @throws ProtocolException if what has come of the status line is no such beginning */
    static void requireBeginning(CharSequence received) throws ProtocolException {
        int count = Math.min(received.length(), BEGINNING.length());
        if (!BEGINNING.contentEquals(received.subSequence(0, count).toString() + BEGINNING.substring(count))) {
            throw notHttp(received.subSequence(0, count).toString());
        }
    }

    /** Takes the status line. */
    void status(String line) throws ProtocolException {
        if (!line.startsWith(BEGINNING)) {
            throw notHttp(line.substring(0, Math.min(line.length(), BEGINNING.length())));
        }
        if (line.length() < SHORTEST_STATUS_LINE
                || !line.substring(STATUS_AT - 1, SHORTEST_STATUS_LINE).matches(" [1-9][0-9][0-9]")
                || (line.length() > SHORTEST_STATUS_LINE && line.charAt(SHORTEST_STATUS_LINE) != ' ')) {
            throw new ProtocolException("an HTTP status line without a status");
        }
        status = Integer.parseInt(line.substring(STATUS_AT, SHORTEST_STATUS_LINE));
        keepAlive = line.charAt(STATUS_AT - 2) != '0';
        if (status == 101) {
            throw unexpectedStatus();
        }
    }

    /** Takes a header line. */
    void field(String line) throws ProtocolException {
        int colon = line.indexOf(':');
        if (colon <= 0 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
            throw new ProtocolException("an HTTP header line without a name and a colon");
        }
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> contentLength(value);
            case "transfer-encoding" -> {
                if (chunked || !value.equalsIgnoreCase("chunked")) {
                    throw new ProtocolException("a body with another transfer coding than chunked");
                }
                chunked = true;
            }
            case "content-encoding" -> {
                if (!value.equalsIgnoreCase("identity")) {
                    throw new ProtocolException("a body with a content coding (expected: none)");
                }
            }
            case "connection" -> {
                for (String option : value.split(",", -1)) {
                    switch (option.strip().toLowerCase(Locale.ROOT)) {
                        case "close" -> close = true;
                        case "keep-alive" -> keepAlive = true;
                        default -> {}
                    }
                }
            }
            default -> {}
        }
    }

    /** @throws ProtocolException if the status is not one of 200 to 299, or the headers contradict each other */
    void requireSuccess() throws ProtocolException {
        if (status < 200 || status > 299) {
            throw unexpectedStatus();
        }
        if (chunked && bodyBytes >= 0) {
            throw new ProtocolException("a body with both Content-Length and chunks");
        }
    }

    ProtocolException unexpectedStatus() {
        return new ProtocolException("HTTP status " + status + " (expected: 200)");
    }

    int status() {
        return status;
    }

    /** Whether another response follows. */
    boolean isInterim() {
        return status < 200;
    }

    boolean isChunked() {
        return chunked && status != 204;
    }

    /** How long the body is; -1: as long as the connection lasts, unless it is chunked. */
    long bodyBytes() {
        return status == 204 ? 0 : bodyBytes;
    }

    boolean connectionStays() {
        return keepAlive && !close;
    }

    private void contentLength(String value) throws ProtocolException {
        if (!value.matches("[0-9]{1,18}")) {
            throw new ProtocolException("a Content-Length that is no number");
        }
        long announced = Long.parseLong(value);
        if (bodyBytes >= 0 && bodyBytes != announced) {
            throw new ProtocolException("a body with two lengths");
        }
        bodyBytes = announced;
    }

    private static ProtocolException notHttp(String beginning) {
        StringBuilder shown = new StringBuilder();
        beginning.chars().forEach(c -> shown.append(c >= ' ' && c <= '~' ? (char) c : '.'));
        return new ProtocolException("bytes that begin with '" + shown + "' (expected: HTTP/1.1 and a status)");
    }
}
