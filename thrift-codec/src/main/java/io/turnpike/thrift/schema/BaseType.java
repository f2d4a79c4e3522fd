package io.turnpike.thrift.schema;

/** The base types of Thrift. {@code i8} is {@link #BYTE}. */
public enum BaseType implements ThriftType {
    BOOL("bool", 2),
    BYTE("byte", 3),
    I16("i16", 6),
    I32("i32", 8),
    I64("i64", 10),
    DOUBLE("double", 4),
    STRING("string", 11),
    BINARY("binary", 11),
    UUID("uuid", 16);

    private final String idlName;
    private final byte wireType;

    BaseType(String idlName, int wireType) {
        this.idlName = idlName;
        this.wireType = (byte) wireType;
    }

    @Override
    public byte wireType() {
        return wireType;
    }

    @Override
    public String idlName() {
        return idlName;
    }
}
