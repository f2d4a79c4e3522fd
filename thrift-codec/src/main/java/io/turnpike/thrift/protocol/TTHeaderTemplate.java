package io.turnpike.thrift.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What stands before the calls of one method in TTHeader framing, laid out but for length and sequence id. Immutable. */
public final class TTHeaderTemplate {

    /** Number of a text: how the message stands in the frame, {@code framed} or {@code unframed}. */
    public static final int TRANSPORT_TYPE = 1;

    /** Number of a text: the name of the service that calls. */
    public static final int FROM_SERVICE = 3;

    /** Number of a text: the name of the service that is called. */
    public static final int TO_SERVICE = 6;

    /** Number of a text: the name of the method that is called. */
    public static final int TO_METHOD = 9;

    /** Number of a text: the message type, as {@link MessageType#code()} in decimal. */
    public static final int MESSAGE_TYPE = 22;

    private static final int SEQUENCE_ID_AT = 8;

    private final byte[] header;

    /**
     * @throws IllegalArgumentException if a text has more than 65,535 bytes, a number is none of 16 bits, or all together
     *     have more than {@link TTHeader#MAX_INFO_BYTES}
     */
    public TTHeaderTemplate(ThriftProtocol protocol, Map<Integer, String> numbered, Map<String, String> texts) {
        ByteSink out = new ByteSink(128);
        out.writeInt(0);
        out.writeShort(TTHeader.MAGIC);
        out.writeShort(0);
        out.writeInt(0);
        out.writeShort(0);
        out.writeByte(
                switch (protocol) {
                    case BINARY -> TTHeader.BINARY_ID;
                    case COMPACT -> TTHeader.COMPACT_ID;
                });
        out.writeByte(0);
        if (!texts.isEmpty()) {
            out.writeByte(TTHeader.TEXT_INFO);
            writeNumber("number of texts", texts.size(), out);
            new TreeMap<>(texts).forEach((name, text) -> {
                writeText(name, out);
                writeText(text, out);
            });
        }
        if (!numbered.isEmpty()) {
            out.writeByte(TTHeader.NUMBER_INFO);
            writeNumber("number of texts", numbered.size(), out);
            new TreeMap<>(numbered).forEach((number, text) -> {
                writeNumber("number of a text", number, out);
                writeText(text, out);
            });
        }
        while ((out.size() - TTHeader.FIXED_BYTES) % 4 != 0) {
            out.writeByte(TTHeader.PADDING);
        }
        int infoBytes = out.size() - TTHeader.FIXED_BYTES;
        if (infoBytes > TTHeader.MAX_INFO_BYTES) {
            throw new IllegalArgumentException(
                    "a header of " + infoBytes + " bytes (expected: at most " + TTHeader.MAX_INFO_BYTES + ")");
        }
        header = out.toByteArray();
        header[12] = (byte) ((infoBytes / 4) >> 8);
        header[13] = (byte) (infoBytes / 4);
    }

    /**
     * What a Kitex server needs to be told of a call.
     *
     * @param texts further texts, by name
     * @throws IllegalArgumentException as of the constructor
     */
    public static TTHeaderTemplate ofCall(
            ThriftProtocol protocol, String service, String method, MessageType type, Map<String, String> texts) {
        return new TTHeaderTemplate(
                protocol,
                Map.of(
                        TRANSPORT_TYPE,
                        "unframed",
                        FROM_SERVICE,
                        "turnpike",
                        TO_SERVICE,
                        service,
                        TO_METHOD,
                        method,
                        MESSAGE_TYPE,
                        String.valueOf(type.code())),
                texts);
    }

    /** How many bytes are written. */
    public int size() {
        return header.length;
    }

    /** Appends the header of a message of so many bytes, which are to follow. */
    public void write(int sequenceId, int messageBytes, ByteSink out) {
        int at = out.size();
        out.writeBytes(header, 0, header.length);
        out.setInt(at, header.length - TTHeader.LENGTH_BYTES + messageBytes);
        out.setInt(at + SEQUENCE_ID_AT, sequenceId);
    }

    private static void writeText(String text, ByteSink out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeNumber("length of \"" + text.substring(0, Math.min(40, text.length())) + '"', bytes.length, out);
        out.writeBytes(bytes, 0, bytes.length);
    }

    private static void writeNumber(String what, int value, ByteSink out) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to 65535)");
        }
        out.writeShort(value);
    }
}
