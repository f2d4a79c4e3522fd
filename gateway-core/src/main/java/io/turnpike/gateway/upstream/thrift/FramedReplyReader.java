package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;

/** Replies in {@link Framing#FRAMED}: four bytes before the message say how long it is. */
class FramedReplyReader extends ReplyReader {

    static final int LENGTH_BYTES = 4;

    private int frameLength = -1;

    FramedReplyReader(ProtocolLimits limits, ByteSinkPool sinks) {
        super(limits, sinks);
    }

    @Override
    final boolean feed(byte[] bytes, int from, int count) throws ProtocolException {
        if (gathered() == null && count >= LENGTH_BYTES) {
            frameLength = checked(readInt(bytes, from));
            if (count - LENGTH_BYTES >= frameLength) {
                return frame(bytes, from + LENGTH_BYTES, frameLength, count - LENGTH_BYTES - frameLength);
            }
        }
        ByteSink sink = gather(bytes, from, count);
        if (frameLength < 0) {
            if (sink.size() < LENGTH_BYTES) {
                return false;
            }
            frameLength = checked(readInt(sink.array(), 0));
        }
        int extra = sink.size() - LENGTH_BYTES - frameLength;
        return extra >= 0 && frame(sink.array(), LENGTH_BYTES, frameLength, extra);
    }

    @Override
    void reset() {
        super.reset();
        frameLength = -1;
    }

    /** A whole frame is there; says where in it the message is. */
    boolean frame(byte[] source, int start, int count, int extra) throws ProtocolException {
        return complete(source, start, count, extra);
    }

    private int checked(int announced) throws ProtocolException {
        if (announced <= 0 || announced > limits().messageBytes()) {
            throw new ProtocolException(String.format("a frame of %d bytes, 0x%08x", announced & 0xffffffffL, announced)
                    + hint(announced) + " (expected: 1 to " + limits().messageBytes() + ")");
        }
        return announced;
    }

    /** What the first four bytes are if they are not a length. */
    private static String hint(int first) {
        if (first >>> 16 == 0x8001 || first >>> 16 == 0x8241 || first >>> 16 == 0x8261) {
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
