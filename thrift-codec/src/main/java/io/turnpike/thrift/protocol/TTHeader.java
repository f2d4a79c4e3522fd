package io.turnpike.thrift.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What stands before a message in TTHeader framing, CloudWeGo Kitex's, after <a
 * href="https://www.cloudwego.io/docs/kitex/reference/transport_protocol_ttheader/">its specification</a>:
 *
 * <pre>
 * LENGTH (4) of what follows it | MAGIC 0x1000 (2) | FLAGS (2) | SEQUENCE NUMBER (4) | HEADER SIZE / 4 (2)
 * PROTOCOL ID (1) | NUM TRANSFORMS (1) | infos: ID (1), content | padding with 0 to a multiple of 4
 * the message
 * </pre>
 *
 * An info is 0x01 (texts by text), 0x10 (texts by number) or 0x11 (an access token, which is passed over); counts and lengths
 * have two bytes, everything is big-endian.
 *
 * @param sequenceId the number that ties a reply to its call; the message has its own, which is the same
 * @param protocol the message's
 * @param numbered texts by number; what the numbers mean stands at {@link TTHeaderTemplate}
 * @param texts texts by name, such as {@link #BUSINESS_STATUS}
 * @param headerBytes how many bytes stand before the message, with the length
 * @param messageBytes how many bytes the message has
 */
public record TTHeader(
        int sequenceId,
        ThriftProtocol protocol,
        Map<Integer, String> numbered,
        Map<String, String> texts,
        int headerBytes,
        int messageBytes) {

    /** Bytes that every header begins with, up to its size. */
    public static final int FIXED_BYTES = 14;

    /** Most bytes of a header beyond {@link #FIXED_BYTES}; Kitex takes no more either. */
    public static final int MAX_INFO_BYTES = 65_536;

    /**
     * Name of a text: in the header of a reply, the number of an error of the service's business; absent or 0: none. The reply
     * itself then says nothing.
     */
    public static final String BUSINESS_STATUS = "biz-status";

    /** Name of a text: what a {@link #BUSINESS_STATUS} means, in words. */
    public static final String BUSINESS_MESSAGE = "biz-message";

    static final int MAGIC = 0x1000;
    static final int LENGTH_BYTES = 4;

    static final int BINARY_ID = 0;
    static final int COMPACT_ID = 2;
    static final int PADDING = 0;
    static final int TEXT_INFO = 0x01;
    static final int NUMBER_INFO = 0x10;

    private static final int TOKEN_INFO = 0x11;

    public TTHeader {
        numbered = Map.copyOf(numbered);
        texts = Map.copyOf(texts);
    }

    /**
     * How many bytes a frame has, with its length, by its first {@link #FIXED_BYTES} bytes.
     *
     * @throws ProtocolException if this is no TTHeader frame, or one beyond a limit
     */
    public static int frameBytes(byte[] bytes, int offset, ProtocolLimits limits) throws ProtocolException {
        return fixedPart(bytes, offset, limits).frameBytes();
    }

    /**
     * Reads what stands before the message in a whole frame.
     *
     * @throws ProtocolException if this is no TTHeader frame, one beyond a limit, or one whose message would have to be
     *     transformed
     */
    public static TTHeader read(byte[] bytes, int offset, int length, ProtocolLimits limits) throws ProtocolException {
        if (length < FIXED_BYTES) {
            throw new ProtocolException("a frame of " + length + " bytes (expected: at least " + FIXED_BYTES + ")");
        }
        FixedPart fixed = fixedPart(bytes, offset, limits);
        if (fixed.frameBytes() != length) {
            throw new ProtocolException(
                    "a frame of " + length + " bytes (expected: " + fixed.frameBytes() + ", by its length)");
        }
        int headerBytes = FIXED_BYTES + fixed.infoBytes();
        Infos infos = new Infos(bytes, offset + FIXED_BYTES, offset + headerBytes);
        ThriftProtocol protocol = protocol(infos.number(1));
        int transforms = infos.number(1);
        if (transforms > 0) {
            throw new ProtocolException("a message with " + transforms + " transforms (expected: none)");
        }
        infos.readAll();
        int sequenceId = (int) BinaryReader.INTS.get(bytes, offset + 8);
        return new TTHeader(sequenceId, protocol, infos.numbered, infos.texts, headerBytes, length - headerBytes);
    }

    private static FixedPart fixedPart(byte[] bytes, int offset, ProtocolLimits limits) throws ProtocolException {
        int length = (int) BinaryReader.INTS.get(bytes, offset);
        int magic = unsignedShort(bytes, offset + 4);
        if (magic != MAGIC) {
            throw new ProtocolException(String.format("magic 0x%04x (expected: TTHeader, 0x%04x)", magic, MAGIC));
        }
        int infoBytes = unsignedShort(bytes, offset + 12) * 4;
        if (infoBytes == 0 || infoBytes > MAX_INFO_BYTES) {
            throw new ProtocolException("a header of " + infoBytes + " bytes (expected: 4 to " + MAX_INFO_BYTES + ")");
        }
        long message = (long) length + LENGTH_BYTES - FIXED_BYTES - infoBytes;
        if (message <= 0 || message > limits.messageBytes()) {
            throw new ProtocolException(
                    "a message of " + message + " bytes (expected: 1 to " + limits.messageBytes() + ")");
        }
        return new FixedPart((int) (message + FIXED_BYTES + infoBytes), infoBytes);
    }

    private static ThriftProtocol protocol(int id) throws ProtocolException {
        return switch (id) {
            case BINARY_ID -> ThriftProtocol.BINARY;
            case COMPACT_ID -> ThriftProtocol.COMPACT;
            default ->
                throw new ProtocolException(
                        "protocol " + id + " (expected: " + BINARY_ID + ", binary, or " + COMPACT_ID + ", compact)");
        };
    }

    private static int unsignedShort(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private record FixedPart(int frameBytes, int infoBytes) {}

    /** Reads what varies; never beyond its end. */
    private static final class Infos {

        private final byte[] bytes;
        private final int end;
        private final Map<Integer, String> numbered = new HashMap<>();
        private final Map<String, String> texts = new HashMap<>();
        private int position;

        Infos(byte[] bytes, int begin, int end) {
            this.bytes = bytes;
            this.position = begin;
            this.end = end;
        }

        void readAll() throws ProtocolException {
            while (position < end) {
                int id = number(1);
                switch (id) {
                    case PADDING -> {
                        // Nothing to read.
                    }
                    case TEXT_INFO -> {
                        for (int left = number(2); left > 0; left--) {
                            String name = text();
                            texts.put(name, text());
                        }
                    }
                    case NUMBER_INFO -> {
                        for (int left = number(2); left > 0; left--) {
                            int number = number(2);
                            numbered.put(number, text());
                        }
                    }
                    case TOKEN_INFO -> advance(number(2));
                    default ->
                        throw new ProtocolException(
                                String.format("info 0x%02x (expected: 0x01, 0x10, 0x11 or padding)", id));
                }
            }
        }

        int number(int length) throws ProtocolException {
            int at = advance(length);
            return length == 1 ? bytes[at] & 0xff : unsignedShort(bytes, at);
        }

        private String text() throws ProtocolException {
            int length = number(2);
            return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
        }

        private int advance(int length) throws ProtocolException {
            int at = position;
            if (end - at < length) {
                throw new ProtocolException("the header ends " + (length - (end - at)) + " bytes too early");
            }
            position = at + length;
            return at;
        }
    }
}
