package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import org.jspecify.annotations.Nullable;

/**
 * Finds one reply after another in the bytes of a connection. A message that arrives in one piece is used where it is;
 * otherwise its pieces are gathered, never more than the limit and never more than has really arrived. Not safe for use by
 * several threads at once.
 */
abstract class ReplyReader {

    private static final byte[] NONE = {};

    private final ProtocolLimits limits;
    private final ByteSinkPool sinks;
    private @Nullable ByteSink gathered;
    private byte[] array = NONE;
    private int offset;
    private int length;
    private int extraBytes;

    ReplyReader(ProtocolLimits limits, ByteSinkPool sinks) {
        this.limits = limits;
        this.sinks = sinks;
    }

    /**
     * A reader for one connection.
     *
     * @param service whose it is, for messages
     * @param framing the framing that has been found
     */
    static ReplyReader of(String service, Framing framing, Dialect dialect, ProtocolLimits limits, ByteSinkPool sinks) {
        return switch (framing) {
            case AUTO -> throw new IllegalArgumentException("framing: AUTO (expected: the one that was found)");
            case FRAMED -> new FramedReplyReader(limits, sinks);
            case BUFFERED -> new BufferedReplyReader(dialect.protocol(), limits, sinks);
            case TTHEADER -> new TTHeaderReplyReader(service, dialect, limits, sinks);
            case HTTP -> new HttpReplyReader(limits, sinks);
        };
    }

    /**
     * Takes the bytes that follow those of the call before.
     *
     * @return whether the message is complete; it is then in {@link #array} until {@link #reset}, or until the given array
     *     changes
     * @throws ProtocolException if this is no message, or one beyond a limit
     */
    abstract boolean feed(byte[] bytes, int from, int count) throws ProtocolException;

    /**
     * Takes the end of the connection.
     *
     * @return whether that makes the message complete
     */
    boolean feedEnd() {
        return false;
    }

    /**
     * Looks at what came around a complete message.
     *
     * @throws ProtocolException if it is no answer to this call
     * @throws GatewayException if it says that the server failed
     */
    void requireAnswerTo(ThriftCall call) throws ProtocolException, GatewayException {}

    /** Whether the server keeps the connection open after a complete message. */
    boolean connectionStays() {
        return true;
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
        array = NONE;
    }

    final ProtocolLimits limits() {
        return limits;
    }

    /** The pieces so far, if there are any. */
    final @Nullable ByteSink gathered() {
        return gathered;
    }

    final ByteSink gather(byte[] bytes, int from, int count) {
        ByteSink sink = gathered;
        if (sink == null) {
            sink = sinks.acquire();
            gathered = sink;
        }
        sink.writeBytes(bytes, from, count);
        return sink;
    }

    /** Says where the message is; answers true. */
    final boolean complete(byte[] source, int start, int count, int extra) {
        array = source;
        offset = start;
        length = count;
        extraBytes = extra;
        return true;
    }
}
