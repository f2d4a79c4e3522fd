package io.turnpike.thrift.schema;

/** A resolved Thrift type; typedefs are gone. Immutable, except that a {@link StructSchema} gets its fields once. */
public sealed interface ThriftType permits BaseType, EnumSchema, StructSchema, ListType, SetType, MapType {

    /** The type code on the wire (binary protocol numbering, {@code org.apache.thrift.protocol.TType}). */
    byte wireType();

    /** The type as an IDL would write it, for messages: {@code i32}, {@code list<Asset>}. */
    String idlName();
}
