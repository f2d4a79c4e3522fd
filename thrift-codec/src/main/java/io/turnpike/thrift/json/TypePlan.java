package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.ThriftType;
import org.jspecify.annotations.Nullable;

/** How values of one type are translated; what the schema says, laid out for speed. */
final class TypePlan {

    enum Kind {
        BOOL,
        BYTE,
        I16,
        I32,
        I64,
        DOUBLE,
        STRING,
        BINARY,
        UUID,
        ENUM,
        STRUCT,
        LIST,
        SET,
        MAP
    }

    final Kind kind;
    final byte wireType;
    final String idlName;

    /** Whether an i64 is written as text. */
    final boolean asText;

    private final @Nullable EnumPlan enumPlan;
    private final @Nullable StructPlan struct;
    private final @Nullable TypePlan key;
    private final @Nullable TypePlan element;

    private TypePlan(
            Kind kind,
            ThriftType type,
            boolean asText,
            @Nullable EnumPlan enumPlan,
            @Nullable StructPlan struct,
            @Nullable TypePlan key,
            @Nullable TypePlan element) {
        this.kind = kind;
        this.wireType = type.wireType();
        this.idlName = type.idlName();
        this.asText = asText;
        this.enumPlan = enumPlan;
        this.struct = struct;
        this.key = key;
        this.element = element;
    }

    static TypePlan ofBase(Kind kind, ThriftType type, boolean asText) {
        return new TypePlan(kind, type, asText, null, null, null, null);
    }

    static TypePlan ofEnum(EnumSchema type, boolean asNumber) {
        return new TypePlan(Kind.ENUM, type, false, new EnumPlan(type, asNumber), null, null, null);
    }

    static TypePlan ofStruct(ThriftType type, StructPlan struct) {
        return new TypePlan(Kind.STRUCT, type, false, null, struct, null, null);
    }

    static TypePlan ofContainer(Kind kind, ThriftType type, @Nullable TypePlan key, TypePlan element) {
        return new TypePlan(kind, type, false, null, null, key, element);
    }

    /** Whether a value of it is one JSON text, number or boolean, so that it can be a key or a parameter. */
    boolean isScalar() {
        return switch (kind) {
            case BOOL, BYTE, I16, I32, I64, DOUBLE, STRING, BINARY, UUID, ENUM -> true;
            case STRUCT, LIST, SET, MAP -> false;
        };
    }

    EnumPlan enumPlan() {
        return present(enumPlan);
    }

    StructPlan struct() {
        return present(struct);
    }

    /** Type of a map's keys. */
    TypePlan key() {
        return present(key);
    }

    /** Type of the elements of a list or set, or of the values of a map. */
    TypePlan element() {
        return present(element);
    }

    /** What JSON is expected for it, for messages. */
    String expectation() {
        return switch (kind) {
            case BOOL -> "bool, true or false";
            case BYTE -> "byte, a whole number from -128 to 127";
            case I16 -> "i16, a whole number from -32768 to 32767";
            case I32 -> "i32, a whole number from -2147483648 to 2147483647";
            case I64 -> "i64, a whole number from -9223372036854775808 to 9223372036854775807";
            case DOUBLE -> "double, a number";
            case STRING -> "string, a text";
            case BINARY -> "binary, a text in base64";
            case UUID -> "uuid, a text like 00112233-4455-6677-8899-aabbccddeeff";
            case ENUM -> idlName + ", " + enumPlan().expectation();
            case STRUCT -> idlName + ", an object";
            case LIST, SET -> idlName + ", an array";
            case MAP -> idlName + (key().isScalar() ? ", an object" : ", an array of pairs [key, value]");
        };
    }

    private <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException(kind + " has no such part");
        }
        return part;
    }
}
