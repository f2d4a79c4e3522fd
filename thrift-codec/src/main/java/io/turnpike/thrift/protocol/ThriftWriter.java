package io.turnpike.thrift.protocol;

/**
 * Appends values in one protocol. Counts that are not known beforehand are filled in afterwards: a {@code begin} method
 * answers a mark, its {@code end} method takes it. What has been written before a mark stays where it is. Not safe for use
 * by several threads at once.
 */
public abstract sealed class ThriftWriter permits BinaryWriter, CompactWriter {

    final ByteSink out;

    ThriftWriter(ByteSink out) {
        this.out = out;
    }

    /** A writer that begins outside of any struct. */
    public static ThriftWriter of(ThriftProtocol protocol, ByteSink out) {
        return switch (protocol) {
            case BINARY -> new BinaryWriter(out);
            case COMPACT -> new CompactWriter(out);
        };
    }

    /** What is written to. */
    public final ByteSink sink() {
        return out;
    }

    public abstract void beginMessage(String name, MessageType type, int sequenceId);

    public abstract void beginStruct();

    /** Ends a struct, with its stop. */
    public abstract void endStruct();

    /** Begins a field of the struct; its value is to follow. */
    public abstract void beginField(byte type, short id);

    /** Begins a list or set; answers the mark for {@link #endList}. */
    public abstract int beginList(byte elementType);

    public abstract void endList(int mark, int count);

    /** Begins a map; answers the mark for {@link #endMap}. */
    public abstract int beginMap(byte keyType, byte valueType);

    public abstract void endMap(int mark, int count);

    /** Begins a string or binary of a known length, whose bytes are then appended to the sink. */
    public abstract void writeLength(int length);

    /**
     * Begins a string or binary of a length that is not known yet, whose bytes are then appended to the sink; answers the mark
     * for {@link #endBytes}.
     */
    public abstract int beginBytes();

    public abstract void endBytes(int mark);

    /** A string or binary. */
    public void writeBytes(byte[] bytes, int offset, int length) {
        writeLength(length);
        out.writeBytes(bytes, offset, length);
    }

    public abstract void writeBool(boolean value);

    public final void writeByte(int value) {
        out.writeByte(value);
    }

    public abstract void writeI16(int value);

    public abstract void writeI32(int value);

    public abstract void writeI64(long value);

    public abstract void writeDouble(double value);

    public final void writeUuid(long mostSignificantBits, long leastSignificantBits) {
        out.writeLong(mostSignificantBits);
        out.writeLong(leastSignificantBits);
    }

    /** A whole value that a writer of the same protocol has written outside of any struct. */
    public abstract void writeEncoded(byte[] value);
}
