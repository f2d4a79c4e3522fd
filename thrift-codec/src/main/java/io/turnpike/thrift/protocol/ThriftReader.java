package io.turnpike.thrift.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.thrift.protocol.TType;

/**
 * Reads values in one protocol from an array. Every length and count is held against the limits and against the bytes that
 * are left before anything is done with it. Types are told by the codes of {@link TType} in every protocol. Not safe for use
 * by several threads at once.
 */
public abstract sealed class ThriftReader permits BinaryReader, CompactReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    final byte[] bytes;
    final int end;
    int position;
    short fieldId;
    byte keyType;
    byte elementType;

    private final int begin;
    private final ProtocolLimits limits;
    private int depth;

    ThriftReader(byte[] bytes, int offset, int length, ProtocolLimits limits) throws ProtocolException {
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

    /**
     * A reader that begins outside of any struct.
     *
     * @throws ProtocolException if there are more bytes than a message may have
     */
    public static ThriftReader of(ThriftProtocol protocol, byte[] bytes, int offset, int length, ProtocolLimits limits)
            throws ProtocolException {
        return switch (protocol) {
            case BINARY -> new BinaryReader(bytes, offset, length, limits);
            case COMPACT -> new CompactReader(bytes, offset, length, limits);
        };
    }

    /** The array that is read. */
    public final byte[] array() {
        return bytes;
    }

    /** Index in {@link #array()} of the next byte. */
    public final int position() {
        return position;
    }

    public final int remaining() {
        return end - position;
    }

    /** Takes the header of a message. */
    public abstract MessageHeader readMessageBegin() throws ProtocolException;

    /** Enters a struct. */
    public void beginStruct() throws ProtocolException {
        enter();
    }

    /** Leaves a struct, whose stop has been read. */
    public void endStruct() {
        leave();
    }

    /** Takes the header of a field and answers its type, or {@link TType#STOP} at the end of the struct. */
    public abstract byte readFieldBegin() throws ProtocolException;

    /** The id of the field whose header was read last. */
    public final short fieldId() {
        return fieldId;
    }

    /**
     * Enters a list or set and answers its count.
     *
     * @throws ProtocolException if the count is beyond the limit, or cannot be in the bytes that are left
     */
    public final int beginList() throws ProtocolException {
        int count = readListHeader();
        if (count > 0) {
            requireRoom(count, leastBytes(elementType));
        }
        enter();
        return count;
    }

    /**
     * Enters a map and answers its count.
     *
     * @throws ProtocolException if the count is beyond the limit, or cannot be in the bytes that are left
     */
    public final int beginMap() throws ProtocolException {
        int count = readMapHeader();
        if (count > 0) {
            requireRoom(count, leastBytes(keyType) + leastBytes(elementType));
        }
        enter();
        return count;
    }

    /** Type of the keys of the map entered last; means nothing if it is empty. */
    public final byte keyType() {
        return keyType;
    }

    /** Type of the elements of the list or set, or of the values of the map, entered last; means nothing if it is empty. */
    public final byte elementType() {
        return elementType;
    }

    /** Leaves a list, set or map. */
    public final void endContainer() {
        leave();
    }

    public abstract boolean readBool() throws ProtocolException;

    public final byte readByte() throws ProtocolException {
        return bytes[advance(1)];
    }

    public abstract short readI16() throws ProtocolException;

    public abstract int readI32() throws ProtocolException;

    public abstract long readI64() throws ProtocolException;

    public abstract double readDouble() throws ProtocolException;

    /** Takes eight bytes, the highest first, as the two halves of a uuid are in every protocol. */
    public final long readUuidHalf() throws ProtocolException {
        return (long) LONGS.get(bytes, advance(8));
    }

    /** Takes a string or binary and answers its length; its bytes are those before {@link #position()}. */
    public final int readBytes() throws ProtocolException {
        return readBytes(readLength());
    }

    /** Passes over a value. */
    public final void skip(byte type) throws ProtocolException {
        switch (type) {
            case TType.STRING -> readBytes();
            case TType.STRUCT -> {
                beginStruct();
                for (byte field = readFieldBegin(); field != TType.STOP; field = readFieldBegin()) {
                    skip(field);
                }
                endStruct();
            }
            case TType.LIST, TType.SET -> {
                int count = beginList();
                skipElements(count, elementType);
                endContainer();
            }
            case TType.MAP -> {
                int count = beginMap();
                skipEntries(count, keyType, elementType);
                endContainer();
            }
            default -> skipScalar(type);
        }
    }

    /** An exception that says where in the message the fault is. */
    public final ProtocolException fault(String message) {
        return new ProtocolException(message + " at byte " + (position - begin));
    }

    /** Reads types and count. */
    abstract int readListHeader() throws ProtocolException;

    /** Reads types and count. */
    abstract int readMapHeader() throws ProtocolException;

    /** Reads the length of a string or binary. */
    abstract int readLength() throws ProtocolException;

    /** Reads a sequence id. */
    abstract int readSequenceId() throws ProtocolException;

    /** Passes over a value of a type of no parts. */
    abstract void skipScalar(byte type) throws ProtocolException;

    /** Bytes of every element of a type, or 0 where they vary. */
    abstract int fixedBytes(byte type);

    /** Fewest bytes of an element of a type. */
    abstract int leastBytes(byte type) throws ProtocolException;

    /** Whether the next bytes are these; if so, they are taken. */
    final boolean take(byte[] expected) {
        int to = position + expected.length;
        if (remaining() < expected.length || !Arrays.equals(bytes, position, to, expected, 0, expected.length)) {
            return false;
        }
        position = to;
        return true;
    }

    /** Takes the bytes of a string whose length has been read. */
    final int readBytes(int length) throws ProtocolException {
        if (length < 0 || length > limits.stringBytes()) {
            throw fault("string of length " + length + " (expected: 0 to " + limits.stringBytes() + ")");
        }
        advance(length);
        return length;
    }

    final int requireCount(int count) throws ProtocolException {
        if (count < 0 || count > limits.containerElements()) {
            throw fault("container of " + count + " elements (expected: 0 to " + limits.containerElements() + ")");
        }
        return count;
    }

    final int advance(int length) throws ProtocolException {
        int at = position;
        if (end - at < length) {
            throw fault("the message ends " + (length - (end - at)) + " bytes too early");
        }
        position = at + length;
        return at;
    }

    private void skipElements(int count, byte type) throws ProtocolException {
        int fixed = fixedBytes(type);
        if (fixed > 0) {
            advance(count * fixed);
            return;
        }
        for (int i = 0; i < count; i++) {
            skip(type);
        }
    }

    private void skipEntries(int count, byte key, byte value) throws ProtocolException {
        for (int i = 0; i < count; i++) {
            skip(key);
            skip(value);
        }
    }

    private void enter() throws ProtocolException {
        if (++depth > limits.depth()) {
            throw fault("nested deeper than " + limits.depth() + " levels");
        }
    }

    private void leave() {
        depth--;
    }

    private void requireRoom(int count, int leastBytes) throws ProtocolException {
        if ((long) count * leastBytes > remaining()) {
            throw fault("container of " + count + " elements in the " + remaining() + " bytes that are left");
        }
    }
}
