package io.turnpike.thrift.protocol;

import java.util.Arrays;

/** A growing array of bytes to append to. Not safe for use by several threads at once. */
public final class ByteSink {

    /** Largest array that every JVM can allocate. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

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
        bytes[size] = (byte) (value >> 8);
        bytes[size + 1] = (byte) value;
        size += 2;
    }

    public void writeInt(int value) {
        reserve(4);
        setInt(size, value);
        size += 4;
    }

    public void writeLong(long value) {
        reserve(8);
        setInt(size, (int) (value >> 32));
        setInt(size + 4, (int) value);
        size += 8;
    }

    public void writeBytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** Overwrites four bytes written before, such as a length that was not known yet. */
    public void setInt(int index, int value) {
        bytes[index] = (byte) (value >> 24);
        bytes[index + 1] = (byte) (value >> 16);
        bytes[index + 2] = (byte) (value >> 8);
        bytes[index + 3] = (byte) value;
    }

    /** A copy of the content. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Makes room for so many more bytes, so that {@link #array()} does not change while they are appended. */
    public void reserve(int more) {
        if (bytes.length - size < more) {
            long needed = (long) size + more;
            if (needed > MAX_BYTES) {
                throw new OutOfMemoryError("a message of more than " + MAX_BYTES + " bytes");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, (long) bytes.length * 2)));
        }
    }
}
