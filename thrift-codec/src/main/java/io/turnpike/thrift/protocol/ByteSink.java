package io.turnpike.thrift.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes to append to. Not safe for use by several threads at once. */
public final class ByteSink {

    /** Largest array that every JVM can allocate. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final int MAX_VARINT32_BYTES = 5;
    private static final int MAX_VARINT64_BYTES = 10;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    /** @param initialBytes how many bytes fit before it grows for the first time */
    public ByteSink(int initialBytes) {
        bytes = new byte[Math.max(16, initialBytes)];
    }

    /** The array behind it, valid up to {@link #size()}; replaced when it grows. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Forgets the content beyond {@code newSize}; the array stays. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("newSize: " + newSize + " (expected: 0 to " + size + ")");
        }
        size = newSize;
    }

    public void writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void writeShort(int value) {
        reserve(2);
        SHORTS.set(bytes, size, (short) value);
        size += 2;
    }

    public void writeInt(int value) {
        reserve(4);
        INTS.set(bytes, size, value);
        size += 4;
    }

    public void writeLong(long value) {
        reserve(8);
        LONGS.set(bytes, size, value);
        size += 8;
    }

    /** Appends an unsigned number, seven bits a byte, the lowest first (LEB128). */
    public void writeVarint32(int value) {
        reserve(MAX_VARINT32_BYTES);
        size = putVarint32(size, value);
    }

    /** As {@link #writeVarint32}, of 64 bits. */
    public void writeVarint64(long value) {
        reserve(MAX_VARINT64_BYTES);
        int at = size;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
    }

    public void writeBytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** Overwrites a byte written before. */
    public void setByte(int index, int value) {
        bytes[index] = (byte) value;
    }

    /** Overwrites four bytes written before, such as a length that was not known yet. */
    public void setInt(int index, int value) {
        INTS.set(bytes, index, value);
    }

    /** Puts a number, as by {@link #writeVarint32}, before the byte at an index. */
    void insertVarint32(int index, int value) {
        reserve(MAX_VARINT32_BYTES);
        int length = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            length++;
        }
        System.arraycopy(bytes, index, bytes, index + length, size - index);
        putVarint32(index, value);
        size += length;
    }

    /** Appends a byte and two more. */
    void writeByteAndShort(int first, int value) {
        reserve(3);
        bytes[size] = (byte) first;
        SHORTS.set(bytes, size + 1, (short) value);
        size += 3;
    }

    /** Appends four bytes and those of an array. */
    void writeIntAndBytes(int value, byte[] source, int offset, int length) {
        reserve(Integer.BYTES + length);
        INTS.set(bytes, size, value);
        System.arraycopy(source, offset, bytes, size + Integer.BYTES, length);
        size += Integer.BYTES + length;
    }

    /** A copy of the content. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Makes room for so many more bytes, so that {@link #array()} does not change while they are appended. The caller may also
     * write them into the array itself, from {@link #size()} on, and then {@link #advance}.
     */
    public void reserve(int more) {
        if (bytes.length - size < more) {
            grow(more);
        }
    }

    /**
     * Takes as content what the caller has written into the array beyond {@link #size()}.
     *
     * @param count how many bytes; room for them must have been reserved
     */
    public void advance(int count) {
        if (count < 0 || count > bytes.length - size) {
            throw new IllegalArgumentException("count: " + count + " (expected: 0 to " + (bytes.length - size) + ")");
        }
        size += count;
    }

    private void grow(int more) {
        long needed = (long) size + more;
        if (needed > MAX_BYTES) {
            throw new OutOfMemoryError("a message of more than " + MAX_BYTES + " bytes");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, (long) bytes.length * 2)));
    }

    private int putVarint32(int index, int value) {
        int at = index;
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }
}
