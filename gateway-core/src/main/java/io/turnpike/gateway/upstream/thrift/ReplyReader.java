package io.turnpike.gateway.upstream.thrift;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageScanner;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of one message after another in the bytes of a connection. A message that arrives in one piece is used
 * where it is; otherwise its pieces are gathered, never more than the limit and never more than has really arrived.
 */
final class ReplyReader {

    private static final int FRAME_HEADER_BYTES = 4;
    private static final byte[] NONE = {};

    private final ProtocolLimits limits;
    private final ByteSinkPool sinks;
    private final @Nullable MessageScanner scanner;

    private @Nullable ByteSink gathered;
    private int frameLength = -1;
    private byte[] array = NONE;
    private int offset;
    private int length;
    private int extraBytes;

    ReplyReader(Framing framing, ProtocolLimits limits, ByteSinkPool sinks) {
        this.limits = limits;
        this.sinks = sinks;
        this.scanner = framing == Framing.BUFFERED ? MessageScanner.of(ThriftProtocol.BINARY, limits) : null;
    }

    /**
     * Takes the bytes that follow those of the call before.
     *
     * @return whether the message is complete; it is then in {@link #array} until {@link #reset}, or until the given array
     *     changes
     * @throws ProtocolException if this is no message, or one beyond a limit
     */
    boolean feed(byte[] bytes, int from, int count) throws ProtocolException {
        return scanner == null ? feedFrame(bytes, from, count) : feedStream(scanner, bytes, from, count);
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** How many bytes came after the message. */
    int extraBytes() {
        return extraBytes;
    }

    /** How many bytes of an incomplete message have arrived. */
    int receivedBytes() {
        return gathered == null ? 0 : gathered.size();
    }

    /** Makes it ready for the next message. */
    void reset() {
        if (gathered != null) {
            sinks.release(gathered);
            gathered = null;
        }
        frameLength = -1;
        array = NONE;
        if (scanner != null) {
            scanner.reset();
        }
    }

    private boolean feedFrame(byte[] bytes, int from, int count) throws ProtocolException {
        if (gathered == null && count >= FRAME_HEADER_BYTES) {
            frameLength = checked(readInt(bytes, from));
            if (count - FRAME_HEADER_BYTES >= frameLength) {
                return complete(
                        bytes, from + FRAME_HEADER_BYTES, frameLength, count - FRAME_HEADER_BYTES - frameLength);
            }
        }
        ByteSink sink = gather(bytes, from, count);
        if (frameLength < 0) {
            if (sink.size() < FRAME_HEADER_BYTES) {
                return false;
            }
            frameLength = checked(readInt(sink.array(), 0));
        }
        int extra = sink.size() - FRAME_HEADER_BYTES - frameLength;
        return extra >= 0 && complete(sink.array(), FRAME_HEADER_BYTES, frameLength, extra);
    }

    private boolean feedStream(MessageScanner boundary, byte[] bytes, int from, int count) throws ProtocolException {
        int used = boundary.scan(bytes, from, count);
        int ours = used < 0 ? count : used;
        if ((long) receivedBytes() + ours > limits.messageBytes()) {
            throw new ProtocolException("a message of more than " + limits.messageBytes() + " bytes");
        }
        if (gathered == null && used >= 0) {
            return complete(bytes, from, used, count - used);
        }
        ByteSink sink = gather(bytes, from, ours);
        return used >= 0 && complete(sink.array(), 0, sink.size(), count - used);
    }

    private ByteSink gather(byte[] bytes, int from, int count) {
        ByteSink sink = gathered;
        if (sink == null) {
            sink = sinks.acquire();
            gathered = sink;
        }
        sink.writeBytes(bytes, from, count);
        return sink;
    }

    private boolean complete(byte[] source, int start, int count, int extra) {
        array = source;
        offset = start;
        length = count;
        extraBytes = extra;
        return true;
    }

    private int checked(int announced) throws ProtocolException {
        if (announced <= 0 || announced > limits.messageBytes()) {
            throw new ProtocolException(String.format("a frame of %d bytes, 0x%08x", announced & 0xffffffffL, announced)
                    + hint(announced) + " (expected: 1 to " + limits.messageBytes() + ")");
        }
        return announced;
    }

    /** What the first four bytes are if they are not a length. */
    private static String hint(int first) {
        if (first >>> 16 == 0x8001) {
            return ", which is a message without a frame";
        }
        StringBuilder text = new StringBuilder(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            int character = first >>> shift & 0xff;
            if (character < 0x20 || character > 0x7e) {
                return "";
            }
            text.append((char) character);
        }
        return ", which is the text '" + text + "'";
    }

    private static int readInt(byte[] bytes, int at) {
        return (bytes[at] << 24)
                | ((bytes[at + 1] & 0xff) << 16)
                | ((bytes[at + 2] & 0xff) << 8)
                | (bytes[at + 3] & 0xff);
    }
}
