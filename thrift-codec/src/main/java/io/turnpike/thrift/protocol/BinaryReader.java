package io.turnpike.thrift.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.thrift.protocol.TType;

/** The binary protocol; headers are strict or, as old servers write them, not. */
final class BinaryReader extends ThriftReader {

    static final int VERSION_MASK = 0xffff0000;
    static final int VERSION_1 = 0x80010000;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    BinaryReader(byte[] bytes, int offset, int length, ProtocolLimits limits) throws ProtocolException {
        super(bytes, offset, length, limits);
    }

    /** @throws ProtocolException if a message does not begin with this number, whose highest bit is set */
    static void requireVersion(int first) throws ProtocolException {
        if ((first & VERSION_MASK) != VERSION_1) {
            throw new ProtocolException(
                    String.format("message begins with 0x%08x (expected: binary protocol, 0x8001….)", first));
        }
    }

    @Override
    public MessageHeader readMessageBegin() throws ProtocolException {
        int begin = position;
        int first = readI32();
        int typeCode;
        int nameLength;
        if (first < 0) {
            requireVersion(first);
            typeCode = first & 0xff;
            nameLength = readBytes();
        } else {
            nameLength = readBytes(first);
            typeCode = -1;
        }
        String name = new String(bytes, position - nameLength, nameLength, StandardCharsets.UTF_8);
        if (typeCode < 0) {
            typeCode = readByte() & 0xff;
        }
        MessageType type = MessageType.of(typeCode);
        int sequenceId = readI32();
        return new MessageHeader(name, type, sequenceId, position - begin);
    }

    @Override
    public byte readFieldBegin() throws ProtocolException {
        int at = position;
        byte type = readByte();
        if (type != TType.STOP) {
            position = at;
            fieldId = (short) SHORTS.get(bytes, advance(3) + 1);
        }
        return type;
    }

    @Override
    public boolean readBool() throws ProtocolException {
        byte value = readByte();
        if ((value & ~1) != 0) {
            throw fault("bool of value " + value + " (expected: 0 or 1)");
        }
        return value == 1;
    }

    @Override
    public short readI16() throws ProtocolException {
        return (short) SHORTS.get(bytes, advance(2));
    }

    @Override
    public int readI32() throws ProtocolException {
        return (int) INTS.get(bytes, advance(4));
    }

    @Override
    public long readI64() throws ProtocolException {
        return (long) LONGS.get(bytes, advance(8));
    }

    @Override
    public double readDouble() throws ProtocolException {
        return Double.longBitsToDouble(readI64());
    }

    @Override
    int readListHeader() throws ProtocolException {
        elementType = readByte();
        return requireCount(readI32());
    }

    @Override
    int readMapHeader() throws ProtocolException {
        keyType = readByte();
        elementType = readByte();
        return requireCount(readI32());
    }

    @Override
    int readLength() throws ProtocolException {
        return readI32();
    }

    @Override
    int readSequenceId() throws ProtocolException {
        return readI32();
    }

    @Override
    void skipScalar(byte type) throws ProtocolException {
        advance(leastBytes(type));
    }

    @Override
    int fixedBytes(byte type) {
        return WireType.fixedBytes(type);
    }

    @Override
    int leastBytes(byte type) throws ProtocolException {
        return WireType.leastBytes(type);
    }
}
