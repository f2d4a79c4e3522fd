package io.turnpike.thrift.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.thrift.protocol.TType;

/**
 * The compact protocol, after Apache Thrift's {@code doc/specs/thrift-compact-protocol.md}. Liberal where implementations have
 * differed: a bool element is true as 1 and false as 0 or 2, and its type is either code of bool. A number that does not fit
 * its type is a fault, never cut off.
 */
final class CompactReader extends ThriftReader {

    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** In place of the value of a bool field: the value read next stands for itself. */
    private static final int NO_FIELD = 0;

    /** Ids of the fields last read in the structs around the current one. */
    private short[] outerIds = new short[8];

    private int structs;

    /** Code of a bool field whose header was read; its header is its value. */
    private int boolField = NO_FIELD;

    CompactReader(byte[] bytes, int offset, int length, ProtocolLimits limits) throws ProtocolException {
        super(bytes, offset, length, limits);
    }

    @Override
    public MessageHeader readMessageBegin() throws ProtocolException {
        int begin = position;
        CompactType.requireProtocol(readByte() & 0xff);
        MessageType type = CompactType.messageType(readByte() & 0xff);
        int sequenceId = readVarint32();
        int nameLength = readBytes();
        String name = new String(bytes, position - nameLength, nameLength, StandardCharsets.UTF_8);
        return new MessageHeader(name, type, sequenceId, position - begin);
    }

    @Override
    public void beginStruct() throws ProtocolException {
        super.beginStruct();
        if (structs == outerIds.length) {
            outerIds = Arrays.copyOf(outerIds, structs * 2);
        }
        outerIds[structs++] = fieldId;
        fieldId = 0;
    }

    @Override
    public void endStruct() {
        super.endStruct();
        fieldId = outerIds[--structs];
    }

    @Override
    public byte readFieldBegin() throws ProtocolException {
        int header = readByte();
        if (header == TType.STOP) {
            return TType.STOP;
        }
        byte type = CompactType.typeOf(header);
        int delta = (header >> 4) & 15;
        fieldId = delta == 0 ? readI16() : (short) (fieldId + delta);
        if (type == TType.BOOL) {
            boolField = header & 15;
        }
        return type;
    }

    @Override
    public boolean readBool() throws ProtocolException {
        int code = boolField;
        if (code == NO_FIELD) {
            code = readByte();
            if (code < 0 || code > CompactType.FALSE) {
                throw fault("bool of value " + code + " (expected: 1, or 0 or 2)");
            }
        }
        boolField = NO_FIELD;
        return code == CompactType.TRUE;
    }

    @Override
    public short readI16() throws ProtocolException {
        return CompactType.i16(readVarint32());
    }

    @Override
    public int readI32() throws ProtocolException {
        int value = readVarint32();
        return (value >>> 1) ^ -(value & 1);
    }

    @Override
    public long readI64() throws ProtocolException {
        long value = readVarint64();
        return (value >>> 1) ^ -(value & 1);
    }

    @Override
    public double readDouble() throws ProtocolException {
        return (double) DOUBLES.get(bytes, advance(8));
    }

    @Override
    int readListHeader() throws ProtocolException {
        int header = readByte() & 0xff;
        int count = header >> 4;
        if (count == CompactType.LONG_COUNT) {
            count = readVarint32();
        }
        requireCount(count);
        if (count > 0) {
            elementType = CompactType.typeOf(header);
        }
        return count;
    }

    @Override
    int readMapHeader() throws ProtocolException {
        int count = requireCount(readVarint32());
        if (count > 0) {
            int types = readByte() & 0xff;
            keyType = CompactType.typeOf(types >> 4);
            elementType = CompactType.typeOf(types);
        }
        return count;
    }

    @Override
    int readLength() throws ProtocolException {
        return readVarint32();
    }

    @Override
    int readSequenceId() throws ProtocolException {
        return readVarint32();
    }

    @Override
    void skipScalar(byte type) throws ProtocolException {
        switch (type) {
            case TType.BOOL -> {
                if (boolField == NO_FIELD) {
                    advance(1);
                }
                boolField = NO_FIELD;
            }
            case TType.I16, TType.I32 -> readVarint32();
            case TType.I64 -> readVarint64();
            default -> advance(CompactType.fixedBytes(type));
        }
    }

    @Override
    int fixedBytes(byte type) {
        return CompactType.fixedBytes(type);
    }

    @Override
    int leastBytes(byte type) {
        return CompactType.leastBytes(type);
    }

    private int readVarint32() throws ProtocolException {
        int at = position;
        if (at < end && bytes[at] >= 0) {
            position = at + 1;
            return bytes[at];
        }
        return longVarint32();
    }

    private int longVarint32() throws ProtocolException {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        byte last = readByte();
        if ((last & CompactType.excessBits(CompactType.VARINT32_BYTES)) != 0) {
            throw fault("a number of more than 32 bits (expected: at most 32)");
        }
        return value | (last << 28);
    }

    private long readVarint64() throws ProtocolException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        byte last = readByte();
        if ((last & CompactType.excessBits(CompactType.VARINT64_BYTES)) != 0) {
            throw fault("a number of more than 64 bits (expected: at most 64)");
        }
        return value | ((long) last << 63);
    }
}
