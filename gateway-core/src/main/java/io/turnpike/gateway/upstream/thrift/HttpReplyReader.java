package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;

/**
 * Replies in {@link Framing#HTTP}: the body of an HTTP/1.x response (RFC 9112) whose end is told by {@code Content-Length}, by
 * chunks or by the end of the connection.
 *
 * <p>Whatever leaves a doubt about where the body ends is refused, since the bytes after it belong to the next call: two
 * lengths, a length together with chunks, folded header lines, transfer codings other than {@code chunked}. Interim
 * responses (1xx) are passed over, redirects are not followed.
 */
final class HttpReplyReader extends ReplyReader {

    /** Most bytes of status line, headers and trailers, interim responses included. */
    static final int MAX_HEAD_BYTES = 32 << 10;

    private static final int MAX_CHUNK_LINE_BYTES = 1 << 10;

    private enum State {
        STATUS,
        HEADER,
        SIZED_BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        BODY_TO_THE_END
    }

    private final StringBuilder line = new StringBuilder(128);
    private final HttpReplyHead head = new HttpReplyHead();
    private State state = State.STATUS;
    private int headBytes;
    private int receivedBytes;

    /** Bytes of the body, or of the chunk, that are still to come. */
    private int remaining;

    HttpReplyReader(ProtocolLimits limits, ByteSinkPool sinks) {
        super(limits, sinks);
    }

    @Override
    boolean feed(byte[] bytes, int from, int count) throws ProtocolException {
        receivedBytes += count;
        int end = from + count;
        int at = from;
        while (true) {
            switch (state) {
                case SIZED_BODY -> {
                    int ours = Math.min(remaining, end - at);
                    if (ours == remaining && gathered() == null) {
                        return complete(bytes, at, ours, end - at - ours);
                    }
                    remaining -= ours;
                    ByteSink sink = gather(bytes, at, ours);
                    return remaining == 0 && complete(sink.array(), 0, sink.size(), end - at - ours);
                }
                case CHUNK -> {
                    int ours = Math.min(remaining, end - at);
                    gather(bytes, at, ours);
                    at += ours;
                    remaining -= ours;
                    if (remaining > 0) {
                        return false;
                    }
                    state = State.CHUNK_END;
                }
                case BODY_TO_THE_END -> {
                    requireRoom(end - at);
                    gather(bytes, at, end - at);
                    return false;
                }
                case STATUS, HEADER, CHUNK_SIZE, CHUNK_END, TRAILER -> {
                    at = readLine(bytes, at, end);
                    if (at < 0) {
                        return false;
                    }
                    String text = takeLine();
                    if (state == State.TRAILER && text.isEmpty()) {
                        return completeGathered(end - at);
                    }
                    interpret(text);
                }
            }
        }
    }

    @Override
    boolean feedEnd() {
        return state == State.BODY_TO_THE_END && completeGathered(0);
    }

    @Override
    void requireAnswerTo(ThriftCall call) throws ProtocolException {
        if (call.oneway()) {
            return;
        }
        if (head.status() != 200) {
            throw head.unexpectedStatus();
        }
        if (length() == 0) {
            throw new ProtocolException("HTTP status 200 with an empty body (expected: a Thrift message)");
        }
    }

    @Override
    boolean connectionStays() {
        return state != State.BODY_TO_THE_END && head.connectionStays();
    }

    @Override
    int receivedBytes() {
        return receivedBytes;
    }

    @Override
    void reset() {
        super.reset();
        line.setLength(0);
        head.clear();
        state = State.STATUS;
        headBytes = 0;
        receivedBytes = 0;
        remaining = 0;
    }

    /** Where the line ends; -1 if it has not ended yet. */
    private int readLine(byte[] bytes, int from, int end) throws ProtocolException {
        for (int at = from; at < end; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
            requireShortLine();
            line.append((char) (bytes[at] & 0xff));
        }
        if (state == State.STATUS) {
            HttpReplyHead.requireBeginning(line);
        }
        return -1;
    }

    private void requireShortLine() throws ProtocolException {
        if (state == State.CHUNK_SIZE || state == State.CHUNK_END) {
            if (line.length() == MAX_CHUNK_LINE_BYTES) {
                throw new ProtocolException("a chunk's head of more than " + MAX_CHUNK_LINE_BYTES + " bytes");
            }
        } else if (++headBytes > MAX_HEAD_BYTES) {
            throw new ProtocolException("an HTTP head of more than " + MAX_HEAD_BYTES + " bytes");
        }
    }

    private String takeLine() {
        int end = line.length();
        String text = end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
        line.setLength(0);
        return text;
    }

    private void interpret(String text) throws ProtocolException {
        switch (state) {
            case STATUS -> {
                head.status(text);
                state = State.HEADER;
            }
            case HEADER -> {
                if (!text.isEmpty()) {
                    head.field(text);
                } else if (head.isInterim()) {
                    head.clear();
                    state = State.STATUS;
                } else {
                    beginBody();
                }
            }
            case CHUNK_SIZE -> {
                remaining = chunkSize(text);
                requireRoom(remaining);
                state = remaining == 0 ? State.TRAILER : State.CHUNK;
            }
            case CHUNK_END -> {
                if (!text.isEmpty()) {
                    throw new ProtocolException("a chunk that is longer than it says");
                }
                state = State.CHUNK_SIZE;
            }
            case TRAILER -> {}
            case SIZED_BODY, CHUNK, BODY_TO_THE_END -> throw new IllegalStateException(state + " has no lines");
        }
    }

    private void beginBody() throws ProtocolException {
        head.requireSuccess();
        if (head.isChunked()) {
            state = State.CHUNK_SIZE;
            return;
        }
        long announced = head.bodyBytes();
        if (announced < 0) {
            state = State.BODY_TO_THE_END;
            return;
        }
        if (announced > limits().messageBytes()) {
            throw tooLong(announced);
        }
        remaining = (int) announced;
        state = State.SIZED_BODY;
    }

    private void requireRoom(int more) throws ProtocolException {
        ByteSink body = gathered();
        long total = (body == null ? 0 : body.size()) + (long) more;
        if (total > limits().messageBytes()) {
            throw tooLong(total);
        }
    }

    private ProtocolException tooLong(long bytes) {
        return new ProtocolException(
                "a body of " + bytes + " bytes or more (expected: at most " + limits().messageBytes() + ")");
    }

    private static int chunkSize(String text) throws ProtocolException {
        int semicolon = text.indexOf(';');
        String digits = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        if (!digits.matches("[0-9A-Fa-f]{1,7}")) {
            throw new ProtocolException("a chunk that does not begin with its length in hexadecimal");
        }
        return Integer.parseInt(digits, 16);
    }

    private boolean completeGathered(int extra) {
        ByteSink body = gathered();
        return body == null ? complete(array(), 0, 0, extra) : complete(body.array(), 0, body.size(), extra);
    }
}
