package io.turnpike.thrift.server;

import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TType;

/**
 * Reads values by their schema from any protocol, as generated code does: fields that the schema does not know, or has with
 * another type, are passed over; those not given get their default. Sizes and depth are bounded by libthrift's own limits.
 */
final class ValueReader {

    /** Lists grow from at most this many places, whatever count a message claims. */
    private static final int MOST_PLACES = 1024;

    private ValueReader() {}

    static FieldValues readStruct(TProtocol in, StructSchema schema) throws TException {
        Map<String, Object> values = new HashMap<>();
        in.incrementRecursionDepth();
        in.readStructBegin();
        for (TField read = in.readFieldBegin(); read.type != TType.STOP; read = in.readFieldBegin()) {
            FieldSchema field = schema.field(read.id);
            if (field == null || field.type().wireType() != read.type) {
                TProtocolUtil.skip(in, read.type);
            } else {
                values.put(field.name(), read(in, field.type()));
            }
            in.readFieldEnd();
        }
        in.readStructEnd();
        in.decrementRecursionDepth();
        complete(schema, values);
        return new FieldValues(schema, values);
    }

    private static void complete(StructSchema schema, Map<String, Object> values) throws TProtocolException {
        if (schema.kind() == StructSchema.Kind.UNION) {
            return;
        }
        for (FieldSchema field : schema.fields()) {
            Object defaultValue = field.defaultValue();
            if (values.containsKey(field.name())) {
                continue;
            }
            if (defaultValue != null) {
                values.put(field.name(), ValueChecker.check(field.type(), defaultValue, field.name()));
            } else if (field.requiredness() == Requiredness.REQUIRED) {
                throw new TProtocolException(
                        TProtocolException.INVALID_DATA,
                        "required field " + schema.name() + '.' + field.name() + " is missing");
            }
        }
    }

    private static Object read(TProtocol in, ThriftType type) throws TException {
        if (type instanceof StructSchema struct) {
            return readStruct(in, struct);
        }
        if (type instanceof EnumSchema) {
            return in.readI32();
        }
        if (type instanceof ListType list) {
            return readList(in, list);
        }
        if (type instanceof SetType set) {
            return readSet(in, set);
        }
        if (type instanceof MapType map) {
            return readMap(in, map);
        }
        return switch ((BaseType) type) {
            case BOOL -> in.readBool();
            case BYTE -> in.readByte();
            case I16 -> in.readI16();
            case I32 -> in.readI32();
            case I64 -> in.readI64();
            case DOUBLE -> in.readDouble();
            case STRING -> in.readString();
            case BINARY -> bytes(in);
            case UUID -> in.readUuid();
        };
    }

    private static byte[] bytes(TProtocol in) throws TException {
        ByteBuffer buffer = in.readBinary();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static List<Object> readList(TProtocol in, ListType type) throws TException {
        in.incrementRecursionDepth();
        TList header = in.readListBegin();
        requireType(header.size, type.element(), header.elemType);
        List<Object> values = new ArrayList<>(Math.min(header.size, MOST_PLACES));
        for (int i = 0; i < header.size; i++) {
            values.add(read(in, type.element()));
        }
        in.readListEnd();
        in.decrementRecursionDepth();
        return values;
    }

    private static Set<Object> readSet(TProtocol in, SetType type) throws TException {
        in.incrementRecursionDepth();
        TSet header = in.readSetBegin();
        requireType(header.size, type.element(), header.elemType);
        Set<Object> values = new LinkedHashSet<>();
        for (int i = 0; i < header.size; i++) {
            values.add(read(in, type.element()));
        }
        in.readSetEnd();
        in.decrementRecursionDepth();
        return values;
    }

    private static Map<Object, Object> readMap(TProtocol in, MapType type) throws TException {
        in.incrementRecursionDepth();
        TMap header = in.readMapBegin();
        requireType(header.size, type.key(), header.keyType);
        requireType(header.size, type.value(), header.valueType);
        Map<Object, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < header.size; i++) {
            Object key = read(in, type.key());
            values.put(key, read(in, type.value()));
        }
        in.readMapEnd();
        in.decrementRecursionDepth();
        return values;
    }

    private static void requireType(int size, ThriftType expected, byte found) throws TProtocolException {
        if (size > 0 && expected.wireType() != found) {
            throw new TProtocolException(
                    TProtocolException.INVALID_DATA,
                    "container of type code " + found + " (expected: " + expected.idlName() + ")");
        }
    }
}
