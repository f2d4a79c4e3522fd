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
import java.util.Collection;
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
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by their schema from any protocol, as generated code does: fields that the schema does not know, or has with
 * another type, are passed over; those not given get their default. Sizes and depth are bounded by libthrift's own limits.
 *
 * <p>What breaks the schema but not the protocol is remembered and reading goes on, so that a stream without frames stays
 * where the next message begins. For one use.
 */
final class ValueReader {

    /** Lists grow from at most this many places, whatever count a message claims. */
    private static final int MOST_PLACES = 1024;

    private final TProtocol in;
    private @Nullable String fault;

    ValueReader(TProtocol in) {
        this.in = in;
    }

    /** The first breach of the schema; null: none. What has been read is then incomplete. */
    @Nullable
    String fault() {
        return fault;
    }

    FieldValues readStruct(StructSchema schema) throws TException {
        Map<String, Object> values = new HashMap<>();
        in.incrementRecursionDepth();
        in.readStructBegin();
        for (TField read = in.readFieldBegin(); read.type != TType.STOP; read = in.readFieldBegin()) {
            FieldSchema field = schema.field(read.id);
            if (field == null || field.type().wireType() != read.type) {
                TProtocolUtil.skip(in, read.type);
            } else {
                values.put(field.name(), read(field.type()));
            }
            in.readFieldEnd();
        }
        in.readStructEnd();
        in.decrementRecursionDepth();
        complete(schema, values);
        return new FieldValues(schema, values);
    }

    private void complete(StructSchema schema, Map<String, Object> values) {
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
                addFault("required field " + schema.name() + '.' + field.name() + " is missing");
            }
        }
    }

    private Object read(ThriftType type) throws TException {
        if (type instanceof StructSchema struct) {
            return readStruct(struct);
        }
        if (type instanceof EnumSchema) {
            return in.readI32();
        }
        if (type instanceof ListType list) {
            return readList(list);
        }
        if (type instanceof SetType set) {
            return readSet(set);
        }
        if (type instanceof MapType map) {
            return readMap(map);
        }
        return switch ((BaseType) type) {
            case BOOL -> in.readBool();
            case BYTE -> in.readByte();
            case I16 -> in.readI16();
            case I32 -> in.readI32();
            case I64 -> in.readI64();
            case DOUBLE -> in.readDouble();
            case STRING -> in.readString();
            case BINARY -> bytes();
            case UUID -> in.readUuid();
        };
    }

    private byte[] bytes() throws TException {
        ByteBuffer buffer = in.readBinary();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private List<Object> readList(ListType type) throws TException {
        TList header = in.readListBegin();
        List<Object> values = new ArrayList<>(Math.min(header.size, MOST_PLACES));
        readElements(type.element(), header.elemType, header.size, values);
        in.readListEnd();
        return values;
    }

    private Set<Object> readSet(SetType type) throws TException {
        TSet header = in.readSetBegin();
        Set<Object> values = new LinkedHashSet<>();
        readElements(type.element(), header.elemType, header.size, values);
        in.readSetEnd();
        return values;
    }

    private void readElements(ThriftType type, byte found, int count, Collection<Object> values) throws TException {
        in.incrementRecursionDepth();
        boolean known = count == 0 || isOf(type, found);
        for (int i = 0; i < count; i++) {
            if (known) {
                values.add(read(type));
            } else {
                TProtocolUtil.skip(in, found);
            }
        }
        in.decrementRecursionDepth();
    }

    private Map<Object, Object> readMap(MapType type) throws TException {
        in.incrementRecursionDepth();
        TMap header = in.readMapBegin();
        boolean known = header.size == 0 || (isOf(type.key(), header.keyType) && isOf(type.value(), header.valueType));
        Map<Object, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < header.size; i++) {
            if (known) {
                Object key = read(type.key());
                values.put(key, read(type.value()));
            } else {
                TProtocolUtil.skip(in, header.keyType);
                TProtocolUtil.skip(in, header.valueType);
            }
        }
        in.readMapEnd();
        in.decrementRecursionDepth();
        return values;
    }

    private boolean isOf(ThriftType expected, byte found) {
        if (expected.wireType() == found) {
            return true;
        }
        addFault("container of type code " + found + " (expected: " + expected.idlName() + ")");
        return false;
    }

    private void addFault(String text) {
        if (fault == null) {
            fault = text;
        }
    }
}
