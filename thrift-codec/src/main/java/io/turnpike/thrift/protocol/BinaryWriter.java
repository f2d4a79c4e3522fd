package io.turnpike.thrift.protocol;

/**
 * Appends values in the binary protocol. Counts and lengths that are not known beforehand are filled in afterwards: a
 * {@code begin} method answers a mark, its {@code end} method takes it. Not safe for use by several threads at once.
 */
public final class BinaryWriter {

    private final ByteSink out;

    public BinaryWriter(ByteSink out) {
        this.out = out;
    }

    /** What is written to. */
    public ByteSink sink() {
        return out;
    }

    public void writeFieldBegin(byte type, short id) {
        out.writeByte(type);
        out.writeShort(id);
    }

    public void writeFieldStop() {
        out.writeByte(0);
    }

    /** Begins a list or set; answers the mark for {@link #endContainer}. */
    public int beginList(byte elementType) {
        out.writeByte(elementType);
        return beginCount();
    }

    /** Begins a map; answers the mark for {@link #endContainer}. */
    public int beginMap(byte keyType, byte valueType) {
        out.writeByte(keyType);
        out.writeByte(valueType);
        return beginCount();
    }

    public void endContainer(int mark, int count) {
        out.setInt(mark, count);
    }

    /** Begins a string or binary whose bytes are then appended to the sink; answers the mark for {@link #endBytes}. */
    public int beginBytes() {
        return beginCount();
    }

    /** Ends a string or binary and answers its length. */
    public int endBytes(int mark) {
        int length = out.size() - mark - 4;
        out.setInt(mark, length);
        return length;
    }

    public void writeBytes(byte[] bytes, int offset, int length) {
        out.writeInt(length);
        out.writeBytes(bytes, offset, length);
    }

    public void writeBool(boolean value) {
        out.writeByte(value ? 1 : 0);
    }

    public void writeByte(int value) {
        out.writeByte(value);
    }

    public void writeI16(int value) {
        out.writeShort(value);
    }

    public void writeI32(int value) {
        out.writeInt(value);
    }

    public void writeI64(long value) {
        out.writeLong(value);
    }

    public void writeDouble(double value) {
        out.writeLong(Double.doubleToLongBits(value));
    }

    public void writeUuid(long mostSignificantBits, long leastSignificantBits) {
        out.writeLong(mostSignificantBits);
        out.writeLong(leastSignificantBits);
    }

    private int beginCount() {
        int mark = out.size();
        out.writeInt(0);
        return mark;
    }
}
