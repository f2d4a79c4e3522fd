package io.turnpike.thrift.protocol;

import java.nio.charset.StandardCharsets;

/** The binary protocol, with strict headers. */
final class BinaryWriter extends ThriftWriter {

    BinaryWriter(ByteSink out) {
        super(out);
    }

    @Override
    public void beginMessage(String name, MessageType type, int sequenceId) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        out.writeInt(BinaryReader.VERSION_1 | type.code());
        writeBytes(text, 0, text.length);
        out.writeInt(sequenceId);
    }

    @Override
    public void beginStruct() {
        // Nothing stands before the first field.
    }

    @Override
    public void endStruct() {
        out.writeByte(0);
    }

    @Override
    public void beginField(byte type, short id) {
        out.writeByteAndShort(type, id);
    }

    @Override
    public int beginList(byte elementType) {
        out.writeByte(elementType);
        return beginCount();
    }

    @Override
    public void endList(int mark, int count) {
        out.setInt(mark, count);
    }

    @Override
    public int beginMap(byte keyType, byte valueType) {
        out.writeByte(keyType);
        out.writeByte(valueType);
        return beginCount();
    }

    @Override
    public void endMap(int mark, int count) {
        out.setInt(mark, count);
    }

    @Override
    public void writeLength(int length) {
        out.writeInt(length);
    }

    @Override
    public int beginBytes() {
        return beginCount();
    }

    @Override
    public void endBytes(int mark) {
        out.setInt(mark, out.size() - mark - Integer.BYTES);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        out.writeIntAndBytes(length, bytes, offset, length);
    }

    @Override
    public void writeBool(boolean value) {
        out.writeByte(value ? 1 : 0);
    }

    @Override
    public void writeI16(int value) {
        out.writeShort(value);
    }

    @Override
    public void writeI32(int value) {
        out.writeInt(value);
    }

    @Override
    public void writeI64(long value) {
        out.writeLong(value);
    }

    @Override
    public void writeDouble(double value) {
        out.writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeEncoded(byte[] value) {
        out.writeBytes(value, 0, value.length);
    }

    private int beginCount() {
        int mark = out.size();
        out.writeInt(0);
        return mark;
    }
}
