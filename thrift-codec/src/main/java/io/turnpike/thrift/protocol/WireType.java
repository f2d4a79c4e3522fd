package io.turnpike.thrift.protocol;

import org.apache.thrift.protocol.TType;

/** What the type codes of the binary protocol mean for the size of a value. */
public final class WireType {

    private WireType() {}

    /** Bytes of every value of this type, or 0 where they vary or the code is no type. */
    static int fixedBytes(byte type) {
        return switch (type) {
            case TType.BOOL, TType.BYTE -> 1;
            case TType.I16 -> 2;
            case TType.I32 -> 4;
            case TType.I64, TType.DOUBLE -> 8;
            case TType.UUID -> 16;
            default -> 0;
        };
    }

    /**
     * Fewest bytes that a value of this type takes; never 0, so a count is bounded by the bytes that are left.
     *
     * @throws ProtocolException if the code is no type
     */
    static int leastBytes(byte type) throws ProtocolException {
        return switch (type) {
            case TType.STRUCT -> 1;
            case TType.STRING -> 4;
            case TType.LIST, TType.SET -> 5;
            case TType.MAP -> 6;
            default -> {
                int fixed = fixedBytes(type);
                if (fixed == 0) {
                    throw new ProtocolException("type code " + type + " (expected: a Thrift type)");
                }
                yield fixed;
            }
        };
    }

    /** The name of a type code, for messages. */
    public static String nameOf(byte type) {
        return switch (type) {
            case TType.BOOL -> "bool";
            case TType.BYTE -> "byte";
            case TType.I16 -> "i16";
            case TType.I32 -> "i32";
            case TType.I64 -> "i64";
            case TType.DOUBLE -> "double";
            case TType.STRING -> "string";
            case TType.STRUCT -> "struct";
            case TType.MAP -> "map";
            case TType.SET -> "set";
            case TType.LIST -> "list";
            case TType.UUID -> "uuid";
            default -> "type code " + type;
        };
    }
}
