package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ThriftWriter;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Encodes a default value of the IDL (types as in {@link FieldSchema}), once, when a plan is made. */
final class DefaultValueWriter {

    private static final int MAX_DEPTH = 64;

    private final ThriftWriter out;
    private final String fieldName;
    private int depth;

    DefaultValueWriter(ThriftWriter out, String fieldName) {
        this.out = out;
        this.fieldName = fieldName;
    }

    /** @throws IllegalArgumentException if the value is not of the type, or contains itself by way of defaults */
    void write(ThriftType type, Object value) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "default of " + fieldName + " is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (type instanceof StructSchema struct) {
            writeStruct(struct, as(Map.class, type, value));
        } else if (type instanceof EnumSchema) {
            out.writeI32(as(Integer.class, type, value));
        } else if (type instanceof ListType list) {
            writeElements(list.element(), as(Collection.class, type, value));
        } else if (type instanceof SetType set) {
            writeElements(set.element(), as(Collection.class, type, value));
        } else if (type instanceof MapType map) {
            writeMap(map, as(Map.class, type, value));
        } else {
            writeBase((BaseType) type, value);
        }
        depth--;
    }

    private void writeBase(BaseType type, Object value) {
        switch (type) {
            case BOOL -> out.writeBool(as(Boolean.class, type, value));
            case BYTE -> out.writeByte(as(Integer.class, type, value));
            case I16 -> out.writeI16(as(Integer.class, type, value));
            case I32 -> out.writeI32(as(Integer.class, type, value));
            case I64 -> out.writeI64(as(Long.class, type, value));
            case DOUBLE -> out.writeDouble(as(Double.class, type, value));
            case STRING -> writeBytes(as(String.class, type, value).getBytes(StandardCharsets.UTF_8));
            case BINARY -> writeBytes(as(byte[].class, type, value));
            case UUID -> {
                UUID uuid = as(UUID.class, type, value);
                out.writeUuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            }
        }
    }

    private void writeBytes(byte[] bytes) {
        out.writeBytes(bytes, 0, bytes.length);
    }

    private void writeElements(ThriftType element, Collection<?> values) {
        int mark = out.beginList(element.wireType());
        values.forEach(value -> write(element, value));
        out.endList(mark, values.size());
    }

    private void writeMap(MapType type, Map<?, ?> entries) {
        int mark = out.beginMap(type.key().wireType(), type.value().wireType());
        entries.forEach((key, value) -> {
            write(type.key(), key);
            write(type.value(), value);
        });
        out.endMap(mark, entries.size());
    }

    private void writeStruct(StructSchema type, Map<?, ?> given) {
        out.beginStruct();
        for (FieldSchema field : type.fields()) {
            Object value = given.get(field.name());
            if (value == null
                    && field.requiredness() != Requiredness.OPTIONAL
                    && type.kind() != StructSchema.Kind.UNION) {
                value = field.defaultValue();
            }
            if (value != null) {
                out.beginField(field.type().wireType(), field.id());
                write(field.type(), value);
            }
        }
        out.endStruct();
    }

    private <T> T as(Class<T> expected, ThriftType type, Object value) {
        if (!expected.isInstance(value)) {
            throw new IllegalArgumentException("default of " + fieldName + ": " + value + " of "
                    + value.getClass().getName() + " (expected: " + type.idlName() + " as "
                    + expected.getSimpleName() + ")");
        }
        return expected.cast(value);
    }
}
