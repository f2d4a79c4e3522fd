package io.turnpike.thrift.protocol;

import java.nio.charset.StandardCharsets;

/**
 * What a binary-protocol message begins with.
 *
 * @param name the method's name
 * @param type what kind of message it is
 * @param sequenceId the number that ties a reply to its call
 * @param bytes how many bytes the header took
 */
public record MessageHeader(String name, MessageType type, int sequenceId, int bytes) {

    static final int VERSION_MASK = 0xffff0000;
    static final int VERSION_1 = 0x80010000;

    /** Appends a strict binary-protocol header. */
    public static void write(ByteSink out, String name, MessageType type, int sequenceId) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        out.writeInt(VERSION_1 | type.code());
        out.writeInt(text.length);
        out.writeBytes(text, 0, text.length);
        out.writeInt(sequenceId);
    }

    /**
     * Reads a binary-protocol header, strict or (as old servers write it) not strict.
     *
     * @throws ProtocolException if there is none, or it is beyond a limit
     */
    public static MessageHeader read(byte[] bytes, int offset, int length, ProtocolLimits limits)
            throws ProtocolException {
        return read(new BinaryReader(bytes, offset, length, limits));
    }

    /**
     * Takes a header from the reader.
     *
     * @throws ProtocolException if there is none, or it is beyond a limit
     */
    public static MessageHeader read(BinaryReader in) throws ProtocolException {
        int begin = in.position();
        int first = in.readI32();
        int typeCode;
        int nameLength;
        if (first < 0) {
            requireVersion(first);
            typeCode = first & 0xff;
            nameLength = in.readBytes();
        } else {
            nameLength = in.readBytes(first);
            typeCode = -1;
        }
        String name = new String(in.array(), in.position() - nameLength, nameLength, StandardCharsets.UTF_8);
        if (typeCode < 0) {
            typeCode = in.readByte() & 0xff;
        }
        MessageType type = MessageType.of(typeCode);
        int sequenceId = in.readI32();
        return new MessageHeader(name, type, sequenceId, in.position() - begin);
    }

    static void requireVersion(int first) throws ProtocolException {
        if ((first & VERSION_MASK) != VERSION_1) {
            throw new ProtocolException(
                    String.format("message begins with 0x%08x (expected: binary protocol, 0x8001….)", first));
        }
    }
}
