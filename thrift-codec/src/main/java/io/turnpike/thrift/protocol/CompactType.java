package io.turnpike.thrift.protocol;

import org.apache.thrift.protocol.TType;

/** The numbers of the compact protocol. Types elsewhere are those of the binary protocol. */
final class CompactType {

    static final int PROTOCOL_ID = 0x82;
    static final int VERSION = 1;

    /** A bool in a field's header, and as an element. */
    static final int TRUE = 1;

    static final int FALSE = 2;

    /** In place of the count of a list: the count follows. */
    static final int LONG_COUNT = 15;

    /** Most bytes of a number of 32 bits. */
    static final int VARINT32_BYTES = 5;

    /** Most bytes of a number of 64 bits. */
    static final int VARINT64_BYTES = 10;

    private static final int VERSION_MASK = 0x1f;
    private static final int TYPE_SHIFT = 5;

    /** By compact code; 0 where there is no such code. Elements of type bool come as either of its codes. */
    private static final byte[] TYPES = {
        0,
        TType.BOOL,
        TType.BOOL,
        TType.BYTE,
        TType.I16,
        TType.I32,
        TType.I64,
        TType.DOUBLE,
        TType.STRING,
        TType.LIST,
        TType.SET,
        TType.MAP,
        TType.STRUCT,
        TType.UUID,
        0,
        0
    };

    private static final byte[] CODES = new byte[TType.UUID + 1];

    static {
        for (byte code = 13; code > 0; code--) {
            CODES[TYPES[code]] = code;
        }
    }

    private CompactType() {}

    /** The code of a type, of bool that of an element. */
    static int of(byte type) {
        return CODES[type];
    }

    /**
     * The type of a code, which is the lower half of the byte given.
     *
     * @throws ProtocolException if there is none
     */
    static byte typeOf(int code) throws ProtocolException {
        byte type = TYPES[code & 15];
        if (type == 0) {
            throw new ProtocolException("compact type code " + (code & 15) + " (expected: a Thrift type, 1 to 13)");
        }
        return type;
    }

    static int versionAndType(MessageType type) {
        return VERSION | (type.code() << TYPE_SHIFT);
    }

    /** @throws ProtocolException if this is not the first byte of a message */
    static void requireProtocol(int id) throws ProtocolException {
        if (id != PROTOCOL_ID) {
            throw new ProtocolException(
                    String.format("message begins with 0x%02x (expected: compact protocol, 0x82)", id));
        }
    }

    /** @throws ProtocolException if this is not the second byte of a message of the version that we know */
    static MessageType messageType(int versionAndType) throws ProtocolException {
        int version = versionAndType & VERSION_MASK;
        if (version != VERSION) {
            throw new ProtocolException("compact protocol version " + version + " (expected: " + VERSION + ")");
        }
        return MessageType.of(versionAndType >> TYPE_SHIFT & 7);
    }

    /** Fewest bytes that an element of a type takes; never 0, so a count is bounded by the bytes that are left. */
    static int leastBytes(byte type) {
        int fixed = fixedBytes(type);
        return fixed == 0 ? 1 : fixed;
    }

    /** Bytes of every element of a type, or 0 where they vary. */
    static int fixedBytes(byte type) {
        return switch (type) {
            case TType.BOOL, TType.BYTE -> 1;
            case TType.DOUBLE -> 8;
            case TType.UUID -> 16;
            default -> 0;
        };
    }

    /** Whether elements of a type are varints. */
    static boolean isNumber(byte type) {
        return type == TType.I16 || type == TType.I32 || type == TType.I64;
    }

    /** The bits that the last of so many bytes of a varint must not have: what is beyond 32 or 64, and that more follows. */
    static int excessBits(int mostBytes) {
        return mostBytes == VARINT32_BYTES ? 0xf0 : 0xfe;
    }

    /**
     * The number of 16 bits that a varint stands for (zigzag).
     *
     * @throws ProtocolException if it does not fit
     */
    static short i16(int varint) throws ProtocolException {
        int value = (varint >>> 1) ^ -(varint & 1);
        if (value != (short) value) {
            throw new ProtocolException("i16 of value " + value + " (expected: -32768 to 32767)");
        }
        return (short) value;
    }
}
