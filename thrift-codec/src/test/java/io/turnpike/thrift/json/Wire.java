package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ThriftProtocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransport;

/** The oracle: messages as libthrift reads and writes them, without a schema. */
final class Wire {

    record Message(TMessage header, Struct body) {}

    record Struct(Map<Short, Value> fields) {
        static Struct of(Object... idTypeValue) {
            Map<Short, Value> fields = new LinkedHashMap<>();
            for (int i = 0; i < idTypeValue.length; i += 2) {
                fields.put(((Integer) idTypeValue[i]).shortValue(), (Value) idTypeValue[i + 1]);
            }
            return new Struct(fields);
        }
    }

    record Value(byte type, Object content) {}

    record Elements(byte type, List<Object> values) {}

    /** Types of a map without entries say nothing: not every protocol writes them. */
    record Entries(byte keyType, byte valueType, List<Object> keys, List<Object> values) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Entries that
                    && keys.equals(that.keys)
                    && values.equals(that.values)
                    && (keys.isEmpty() || (keyType == that.keyType && valueType == that.valueType));
        }

        @Override
        public int hashCode() {
            return 31 * keys.hashCode() + values.hashCode();
        }
    }

    private Wire() {}

    static Value bool(boolean v) {
        return new Value(TType.BOOL, v);
    }

    static Value i8(int v) {
        return new Value(TType.BYTE, (byte) v);
    }

    static Value i16(int v) {
        return new Value(TType.I16, (short) v);
    }

    static Value i32(int v) {
        return new Value(TType.I32, v);
    }

    static Value i64(long v) {
        return new Value(TType.I64, v);
    }

    static Value dbl(double v) {
        return new Value(TType.DOUBLE, v);
    }

    static Value str(String v) {
        return new Value(TType.STRING, ByteBuffer.wrap(v.getBytes(StandardCharsets.UTF_8)));
    }

    static Value bin(int... v) {
        byte[] bytes = new byte[v.length];
        for (int i = 0; i < v.length; i++) {
            bytes[i] = (byte) v[i];
        }
        return new Value(TType.STRING, ByteBuffer.wrap(bytes));
    }

    static Value uuid(String v) {
        return new Value(TType.UUID, UUID.fromString(v));
    }

    static Value struct(Object... idValue) {
        return new Value(TType.STRUCT, Struct.of(idValue));
    }

    static Value list(int type, Value... values) {
        return new Value(TType.LIST, elements(type, values));
    }

    static Value set(int type, Value... values) {
        return new Value(TType.SET, elements(type, values));
    }

    static Value map(int keyType, int valueType, Value... keysAndValues) {
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.add(keysAndValues[i].content());
            values.add(keysAndValues[i + 1].content());
        }
        return new Value(TType.MAP, new Entries((byte) keyType, (byte) valueType, keys, values));
    }

    private static Elements elements(int type, Value... values) {
        List<Object> contents = new ArrayList<>();
        for (Value value : values) {
            contents.add(value.content());
        }
        return new Elements((byte) type, contents);
    }

    static byte[] write(String name, int type, int seqid, Struct body) {
        return write(name, type, seqid, body, true);
    }

    static byte[] write(String name, int type, int seqid, Struct body, boolean strict) {
        return write(transport -> new TBinaryProtocol(transport, strict, strict), name, type, seqid, body);
    }

    static byte[] write(ThriftProtocol protocol, String name, int type, int seqid, Struct body) {
        return write(transport -> of(protocol, transport), name, type, seqid, body);
    }

    /** The protocol of libthrift. */
    static TProtocol of(ThriftProtocol protocol, TTransport transport) {
        return switch (protocol) {
            case BINARY -> new TBinaryProtocol(transport, true, true);
            case COMPACT -> new TCompactProtocol(transport);
        };
    }

    private static byte[] write(
            Function<TTransport, TProtocol> protocol, String name, int type, int seqid, Struct body) {
        try {
            TMemoryBuffer buffer = new TMemoryBuffer(64);
            TProtocol out = protocol.apply(buffer);
            out.writeMessageBegin(new TMessage(name, (byte) type, seqid));
            write(out, TType.STRUCT, body);
            out.writeMessageEnd();
            return Arrays.copyOf(buffer.getArray(), buffer.length());
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    static Message read(byte[] bytes) {
        return read(ThriftProtocol.BINARY, bytes);
    }

    static Message read(ThriftProtocol protocol, byte[] bytes) {
        try {
            TMemoryInputTransport transport = new TMemoryInputTransport(new TConfiguration(), bytes);
            TProtocol in = of(protocol, transport);
            TMessage header = in.readMessageBegin();
            Struct body = (Struct) read(in, TType.STRUCT);
            in.readMessageEnd();
            if (transport.getBytesRemainingInBuffer() != 0) {
                throw new IllegalStateException("bytes are left");
            }
            return new Message(header, body);
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(TProtocol out, byte type, Object value) throws TException {
        switch (type) {
            case TType.BOOL -> out.writeBool((Boolean) value);
            case TType.BYTE -> out.writeByte((Byte) value);
            case TType.I16 -> out.writeI16((Short) value);
            case TType.I32 -> out.writeI32((Integer) value);
            case TType.I64 -> out.writeI64((Long) value);
            case TType.DOUBLE -> out.writeDouble((Double) value);
            case TType.STRING -> out.writeBinary(((ByteBuffer) value).duplicate());
            case TType.UUID -> out.writeUuid((UUID) value);
            case TType.STRUCT -> {
                out.writeStructBegin(new TStruct("s"));
                for (Map.Entry<Short, Value> field : ((Struct) value).fields().entrySet()) {
                    out.writeFieldBegin(new TField("f", field.getValue().type(), field.getKey()));
                    write(out, field.getValue().type(), field.getValue().content());
                    out.writeFieldEnd();
                }
                out.writeFieldStop();
                out.writeStructEnd();
            }
            case TType.LIST, TType.SET -> {
                Elements elements = (Elements) value;
                if (type == TType.LIST) {
                    out.writeListBegin(
                            new TList(elements.type(), elements.values().size()));
                } else {
                    out.writeSetBegin(
                            new TSet(elements.type(), elements.values().size()));
                }
                for (Object element : elements.values()) {
                    write(out, elements.type(), element);
                }
            }
            case TType.MAP -> {
                Entries entries = (Entries) value;
                int size = entries.keys().size();
                out.writeMapBegin(new TMap(entries.keyType(), entries.valueType(), size));
                for (int i = 0; i < size; i++) {
                    write(out, entries.keyType(), entries.keys().get(i));
                    write(out, entries.valueType(), entries.values().get(i));
                }
            }
            default -> throw new IllegalArgumentException("type " + type);
        }
    }

    private static Object read(TProtocol in, byte type) throws TException {
        return switch (type) {
            case TType.BOOL -> in.readBool();
            case TType.BYTE -> in.readByte();
            case TType.I16 -> in.readI16();
            case TType.I32 -> in.readI32();
            case TType.I64 -> in.readI64();
            case TType.DOUBLE -> in.readDouble();
            case TType.STRING -> in.readBinary();
            case TType.UUID -> in.readUuid();
            case TType.STRUCT -> {
                Map<Short, Value> fields = new LinkedHashMap<>();
                in.readStructBegin();
                for (TField field = in.readFieldBegin(); field.type != TType.STOP; field = in.readFieldBegin()) {
                    if (fields.put(field.id, new Value(field.type, read(in, field.type))) != null) {
                        throw new IllegalStateException("field " + field.id + " twice");
                    }
                }
                in.readStructEnd();
                yield new Struct(fields);
            }
            case TType.LIST -> {
                TList header = in.readListBegin();
                yield readElements(in, header.elemType, header.size);
            }
            case TType.SET -> {
                TSet header = in.readSetBegin();
                yield readElements(in, header.elemType, header.size);
            }
            case TType.MAP -> {
                TMap header = in.readMapBegin();
                List<Object> keys = new ArrayList<>();
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < header.size; i++) {
                    keys.add(read(in, header.keyType));
                    values.add(read(in, header.valueType));
                }
                yield new Entries(header.keyType, header.valueType, keys, values);
            }
            default -> throw new IllegalStateException("type " + type);
        };
    }

    private static Elements readElements(TProtocol in, byte type, int size) throws TException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(read(in, type));
        }
        return new Elements(type, values);
    }
}
