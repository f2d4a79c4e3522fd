package io.turnpike.thrift.server;

import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.jspecify.annotations.Nullable;

/** Writes values that {@link ValueChecker} has checked, to any protocol. */
final class ValueWriter {

    private ValueWriter() {}

    /** Writes a struct of one field, or of none. */
    static void writeSingleField(TProtocol out, String structName, @Nullable FieldSchema field, @Nullable Object value)
            throws TException {
        out.writeStructBegin(new TStruct(structName));
        if (field != null && value != null) {
            writeField(out, field, value);
        }
        out.writeFieldStop();
        out.writeStructEnd();
    }

    private static void writeField(TProtocol out, FieldSchema field, Object value) throws TException {
        out.writeFieldBegin(new TField(field.name(), field.type().wireType(), field.id()));
        write(out, field.type(), value);
        out.writeFieldEnd();
    }

    private static void write(TProtocol out, ThriftType type, Object value) throws TException {
        if (type instanceof StructSchema) {
            writeStruct(out, (FieldValues) value);
        } else if (type instanceof EnumSchema) {
            out.writeI32((Integer) value);
        } else if (type instanceof ListType list) {
            Collection<?> values = (Collection<?>) value;
            out.writeListBegin(new TList(list.element().wireType(), values.size()));
            writeAll(out, list.element(), values);
            out.writeListEnd();
        } else if (type instanceof SetType set) {
            Collection<?> values = (Collection<?>) value;
            out.writeSetBegin(new TSet(set.element().wireType(), values.size()));
            writeAll(out, set.element(), values);
            out.writeSetEnd();
        } else if (type instanceof MapType map) {
            writeMap(out, map, (Map<?, ?>) value);
        } else {
            writeBase(out, (BaseType) type, value);
        }
    }

    private static void writeBase(TProtocol out, BaseType type, Object value) throws TException {
        switch (type) {
            case BOOL -> out.writeBool((Boolean) value);
            case BYTE -> out.writeByte((Byte) value);
            case I16 -> out.writeI16((Short) value);
            case I32 -> out.writeI32((Integer) value);
            case I64 -> out.writeI64((Long) value);
            case DOUBLE -> out.writeDouble((Double) value);
            case STRING -> out.writeString((String) value);
            case BINARY -> out.writeBinary(ByteBuffer.wrap((byte[]) value));
            case UUID -> out.writeUuid((UUID) value);
        }
    }

    private static void writeStruct(TProtocol out, FieldValues struct) throws TException {
        out.writeStructBegin(new TStruct(struct.schema().name()));
        for (FieldSchema field : struct.schema().fields()) {
            Object value = struct.get(field.name());
            if (value != null) {
                writeField(out, field, value);
            }
        }
        out.writeFieldStop();
        out.writeStructEnd();
    }

    private static void writeAll(TProtocol out, ThriftType type, Collection<?> values) throws TException {
        for (Object value : values) {
            write(out, type, value);
        }
    }

    private static void writeMap(TProtocol out, MapType type, Map<?, ?> entries) throws TException {
        out.writeMapBegin(new TMap(type.key().wireType(), type.value().wireType(), entries.size()));
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            write(out, type.key(), entry.getKey());
            write(out, type.value(), entry.getValue());
        }
        out.writeMapEnd();
    }
}
