package io.turnpike.gateway.upstream.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Writes the body of a request to a node, as it is or in chunks (RFC 9112, section 7.1). Everything here happens on the call's I/O thread.
 */
final class BodySender {

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpCall call;
    private final HttpConnection connection;
    private final Runnable taken;
    private int writing;
    private long sinceNanos;
    private boolean lastChunkSent;
    private boolean broken;

    /** @param taken is told whenever the socket has taken something */
    BodySender(HttpCall call, HttpConnection connection, Runnable taken) {
        this.call = call;
        this.connection = connection;
        this.taken = taken;
    }

    void send(byte[] piece) {
        if (broken || piece.length == 0) {
            return;
        }
        Runnable sent = () -> call.bodySent(piece.length);
        if (call.request().chunked()) {
            byte[] size = (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            write(sent, size, piece, CRLF);
        } else {
            write(sent, piece);
        }
    }

    /** The body is whole. */
    void finish() {
        if (call.request().chunked() && !broken) {
            write(() -> lastChunkSent = true, LAST_CHUNK);
        }
    }

    /** Whether all of it has gone, the last chunk included. */
    boolean isSent() {
        return !broken && call.bodyIsSent() && (!call.request().chunked() || lastChunkSent);
    }

    /** Whether a write has failed. What is read tells why: an early answer, or that the connection is gone. */
    boolean isBroken() {
        return broken;
    }

    /** Whether the socket has taken nothing for longer than this, though there is something to take. */
    boolean isStuck(long now, Duration longest) {
        return writing > 0 && now - sinceNanos > longest.toNanos();
    }

    private void write(Runnable sent, byte[]... parts) {
        if (writing++ == 0) {
            sinceNanos = call.client().now();
        }
        var unused = connection.write(parts).addListener(done -> {
            writing--;
            if (done.isSuccess()) {
                sinceNanos = call.client().now();
                taken.run();
                sent.run();
            } else {
                broken = true;
            }
        });
    }
}
