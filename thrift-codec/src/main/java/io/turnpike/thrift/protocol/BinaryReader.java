package io.turnpike.thrift.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.thrift.protocol.TType;

/**
 * Reads values in the binary protocol from an array. Every length and count is held against the limits and against the
 * bytes that are left before anything is done with it. Not safe for use by several threads at once.
 */
public final class BinaryReader {

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int begin;
    private final int end;
    private final ProtocolLimits limits;
    private int position;
    private int depth;

    /**
     * @throws ProtocolException if there are more bytes than a message may have
     */
    public BinaryReader(byte[] bytes, int offset, int length, ProtocolLimits limits) throws ProtocolException {
        if (length > limits.messageBytes()) {
            throw new ProtocolException(
                    "a message of " + length + " bytes (expected: at most " + limits.messageBytes() + ")");
        }
        this.bytes = bytes;
        this.begin = offset;
        this.end = offset + length;
        this.limits = limits;
        this.position = offset;
    }

    /** The array that is read. */
    public byte[] array() {
        return bytes;
    }

    /** Index in {@link #array()} of the next byte. */
    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    /** Whether the next bytes are these; if so, they are taken. */
    public boolean take(byte[] expected) {
        int to = position + expected.length;
        if (remaining() < expected.length || !Arrays.equals(bytes, position, to, expected, 0, expected.length)) {
            return false;
        }
        position = to;
        return true;
    }

    public byte readByte() throws ProtocolException {
        return bytes[advance(1)];
    }

    public boolean readBool() throws ProtocolException {
        byte value = readByte();
        if ((value & ~1) != 0) {
            throw fault("bool of value " + value + " (expected: 0 or 1)");
        }
        return value == 1;
    }

    public short readI16() throws ProtocolException {
        return (short) SHORTS.get(bytes, advance(2));
    }

    public int readI32() throws ProtocolException {
        return (int) INTS.get(bytes, advance(4));
    }

    public long readI64() throws ProtocolException {
        return (long) LONGS.get(bytes, advance(8));
    }

    public double readDouble() throws ProtocolException {
        return Double.longBitsToDouble(readI64());
    }

    /** Takes a string or binary and answers its length; its bytes are those before {@link #position()}. */
    public int readBytes() throws ProtocolException {
        return readBytes(readI32());
    }

    /** As {@link #readBytes()}, of a length that has been read. */
    int readBytes(int length) throws ProtocolException {
        if (length < 0 || length > limits.stringBytes()) {
            throw fault("string of length " + length + " (expected: 0 to " + limits.stringBytes() + ")");
        }
        advance(length);
        return length;
    }

    /**
     * Takes the count of a container, whose types have been read.
     *
     * @throws ProtocolException if it is beyond the limit, or cannot be in the bytes that are left
     */
    public int readCount(byte elementType) throws ProtocolException {
        int count = readCount();
        if (count > 0) {
            requireRoom(count, WireType.leastBytes(elementType));
        }
        return count;
    }

    /** As {@link #readCount(byte)}, for a map. */
    public int readCount(byte keyType, byte valueType) throws ProtocolException {
        int count = readCount();
        if (count > 0) {
            requireRoom(count, WireType.leastBytes(keyType) + WireType.leastBytes(valueType));
        }
        return count;
    }

    /** Enters a struct or container. */
    public void enter() throws ProtocolException {
        if (++depth > limits.depth()) {
            throw fault("nested deeper than " + limits.depth() + " levels");
        }
    }

    /** Leaves a struct or container. */
    public void leave() {
        depth--;
    }

    /** Passes over a value. */
    public void skip(byte type) throws ProtocolException {
        int fixed = WireType.fixedBytes(type);
        if (fixed > 0) {
            advance(fixed);
            return;
        }
        switch (type) {
            case TType.STRING -> readBytes();
            case TType.STRUCT -> skipStruct();
            case TType.LIST, TType.SET -> skipList();
            case TType.MAP -> skipMap();
            default -> throw fault("type code " + type + " (expected: a Thrift type)");
        }
    }

    /** An exception that says where in the message the fault is. */
    public ProtocolException fault(String message) {
        return new ProtocolException(message + " at byte " + (position - begin));
    }

    private void skipStruct() throws ProtocolException {
        enter();
        for (byte type = readByte(); type != TType.STOP; type = readByte()) {
            advance(2);
            skip(type);
        }
        leave();
    }

    private void skipList() throws ProtocolException {
        byte elementType = readByte();
        int count = readCount(elementType);
        enter();
        for (int i = 0; i < count; i++) {
            skip(elementType);
        }
        leave();
    }

    private void skipMap() throws ProtocolException {
        byte keyType = readByte();
        byte valueType = readByte();
        int count = readCount(keyType, valueType);
        enter();
        for (int i = 0; i < count; i++) {
            skip(keyType);
            skip(valueType);
        }
        leave();
    }

    private int readCount() throws ProtocolException {
        int count = readI32();
        if (count < 0 || count > limits.containerElements()) {
            throw fault("container of " + count + " elements (expected: 0 to " + limits.containerElements() + ")");
        }
        return count;
    }

    private void requireRoom(int count, int leastBytes) throws ProtocolException {
        if ((long) count * leastBytes > remaining()) {
            throw fault("container of " + count + " elements in the " + remaining() + " bytes that are left");
        }
    }

    private int advance(int length) throws ProtocolException {
        int at = position;
        if (end - at < length) {
            throw fault("the message ends " + (length - (end - at)) + " bytes too early");
        }
        position = at + length;
        return at;
    }
}
