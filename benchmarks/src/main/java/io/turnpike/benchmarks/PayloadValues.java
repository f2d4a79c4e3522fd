package io.turnpike.benchmarks;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;

/**
 * Writes the values of the payloads field by field. They are those of cloudwego/dynamicgo's benchmark: extreme numbers,
 * binaries of 32 bytes, and a text of 34 bytes, most of which are not ASCII or need an escape in JSON.
 */
final class PayloadValues {

    private static final int ELEMENTS = 16;
    private static final String TEXT = "你好,\b\n\r\t世界".repeat(2);

    private final TProtocol out;

    private PayloadValues(TProtocol out) {
        this.out = out;
    }

    /** A {@code Simple} in the binary protocol. */
    static byte[] simple() throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(128);
        new PayloadValues(new TBinaryProtocol(buffer)).writeSimple();
        return Arrays.copyOf(buffer.getArray(), buffer.length());
    }

    /** A {@code Nesting} in the binary protocol. */
    static byte[] nesting() throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(8 << 10);
        new PayloadValues(new TBinaryProtocol(buffer)).writeNesting();
        return Arrays.copyOf(buffer.getArray(), buffer.length());
    }

    private void writeSimple() throws TException {
        field(TType.BYTE, 1);
        out.writeByte(Byte.MAX_VALUE);
        field(TType.I64, 2);
        out.writeI64(Long.MAX_VALUE);
        field(TType.DOUBLE, 3);
        out.writeDouble(Double.MAX_VALUE);
        field(TType.I32, 4);
        out.writeI32(Integer.MAX_VALUE);
        field(TType.STRING, 5);
        out.writeString(TEXT);
        field(TType.STRING, 6);
        out.writeBinary(binary());
        out.writeFieldStop();
    }

    private void writeNesting() throws TException {
        field(TType.STRING, 1);
        out.writeString(TEXT);
        list(2, TType.STRUCT, i -> writeSimple());
        field(TType.DOUBLE, 3);
        out.writeDouble(Double.MAX_VALUE);
        field(TType.I32, 4);
        out.writeI32(Integer.MAX_VALUE);
        list(5, TType.I32, i -> out.writeI32(Integer.MIN_VALUE));
        field(TType.I64, 6);
        out.writeI64(Long.MAX_VALUE);
        map(7, TType.STRING, TType.STRING, i -> out.writeString(Integer.toString(i)), i -> out.writeString(TEXT));
        field(TType.STRUCT, 8);
        writeSimple();
        map(9, TType.I32, TType.I64, out::writeI32, i -> out.writeI64(Long.MIN_VALUE));
        list(10, TType.STRING, i -> out.writeString(TEXT));
        field(TType.STRING, 11);
        out.writeBinary(binary());
        map(12, TType.I64, TType.STRING, out::writeI64, i -> out.writeString(TEXT));
        list(13, TType.I64, i -> out.writeI64(Long.MIN_VALUE));
        field(TType.BYTE, 14);
        out.writeByte(Byte.MAX_VALUE);
        map(15, TType.STRING, TType.STRUCT, i -> out.writeString(Integer.toString(i)), i -> writeSimple());
        out.writeFieldStop();
    }

    private void field(byte type, int id) throws TException {
        out.writeFieldBegin(new TField("", type, (short) id));
    }

    private void list(int id, byte elementType, Writing element) throws TException {
        field(TType.LIST, id);
        out.writeListBegin(new TList(elementType, ELEMENTS));
        for (int i = 0; i < ELEMENTS; i++) {
            element.write(i);
        }
    }

    private void map(int id, byte keyType, byte valueType, Writing key, Writing value) throws TException {
        field(TType.MAP, id);
        out.writeMapBegin(new TMap(keyType, valueType, ELEMENTS));
        for (int i = 0; i < ELEMENTS; i++) {
            key.write(i);
            value.write(i);
        }
    }

    /** 0 to 15, twice. */
    private static ByteBuffer binary() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 16);
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Writes the i-th element, key or value. */
    private interface Writing {
        void write(int i) throws TException;
    }
}
