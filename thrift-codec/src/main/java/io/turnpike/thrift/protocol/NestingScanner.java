package io.turnpike.thrift.protocol;

import java.util.Arrays;

/**
 * What the scanners of all protocols share: an explicit stack of at most {@link ProtocolLimits#depth()} levels, and a machine
 * of two steps: pass over {@code toSkip} bytes, then gather a number of {@code toGather} bytes or as a varint, to which the
 * protocol gives a meaning. Values of fixed size are never looked at, however many there are.
 */
abstract sealed class NestingScanner implements MessageScanner permits BinaryMessageScanner, CompactMessageScanner {

    /** Element type of a stack level that is a struct. */
    private static final byte NO_ELEMENTS = 0;

    private final ProtocolLimits limits;

    /** Per level: the type of the next value of a container, and of the one after it (the same, unless it is a map). */
    private byte[] nextType = new byte[16];

    private byte[] otherType = new byte[16];
    private int[] valuesLeft = new int[16];
    private int depth;
    private long budget;
    private long toSkip;
    private int toGather;
    private long gathered;
    private boolean done;

    /** How many varints to pass over; the last one is the number gathered. */
    private int varintsLeft;

    private int mostVarintBytes;
    private int varintBytes;

    NestingScanner(ProtocolLimits limits) {
        this.limits = limits;
    }

    @Override
    public final int scan(byte[] bytes, int offset, int length) throws ProtocolException {
        if (done) {
            throw new IllegalStateException("the message has ended (expected: a reset before the next one)");
        }
        int end = offset + length;
        int position = offset;
        while (true) {
            int skipped = (int) Math.min(toSkip, end - position);
            toSkip -= skipped;
            position += skipped;
            if (done && toSkip == 0) {
                return position - offset;
            }
            while (toGather > 0 && position < end) {
                gathered = (gathered << 8) | (bytes[position++] & 0xff);
                toGather--;
            }
            while (varintsLeft > 0 && position < end) {
                gatherVarint(bytes[position++]);
            }
            if (toSkip > 0 || toGather > 0 || varintsLeft > 0) {
                return -1;
            }
            step(gathered);
        }
    }

    /** Goes on with the number that was gathered. */
    abstract void step(long value) throws ProtocolException;

    /** Begins a value; answers whether it waits for bytes of its own, rather than having been passed over. */
    abstract boolean beginValue(byte type) throws ProtocolException;

    /** Gathers the header of the next field, or the stop. */
    abstract void gatherField() throws ProtocolException;

    /** Bytes of every element of a type, or 0 where they vary. */
    abstract int fixedBytes(byte type);

    /** Fewest bytes of an element of a type. */
    abstract int leastBytes(byte type) throws ProtocolException;

    /** Forgets everything and gathers the first bytes of a message. */
    final void restart(int firstBytes) {
        depth = 0;
        toSkip = 0;
        varintsLeft = 0;
        done = false;
        budget = (long) limits.messageBytes() - firstBytes;
        toGather = firstBytes;
        gathered = 0;
    }

    final void beginStruct() throws ProtocolException {
        push(NO_ELEMENTS, NO_ELEMENTS, 0);
        gatherField();
    }

    final void endStruct() throws ProtocolException {
        depth--;
        afterValue();
    }

    /** Begins a list or set ({@code second} is {@code first}), or a map. */
    final void beginContainer(byte first, byte second, int count, int valuesEach) throws ProtocolException {
        if (requireRoom(first, second, count, valuesEach)) {
            long values = (long) count * valuesEach;
            if (fixedBytes(first) > 0 && fixedBytes(second) > 0) {
                skip(count * (fixedBytes(first) + (valuesEach == 2 ? (long) fixedBytes(second) : 0)));
            } else if (values > Integer.MAX_VALUE) {
                throw new ProtocolException("map of " + count + " entries (expected: fewer)");
            } else {
                push(first, second, (int) values);
            }
        }
        afterValue();
    }

    /** Checks what a container announces; answers whether there is anything in it. */
    final boolean requireRoom(byte first, byte second, int count, int valuesEach) throws ProtocolException {
        if (count < 0 || count > limits.containerElements()) {
            throw new ProtocolException(
                    "container of " + count + " elements (expected: 0 to " + limits.containerElements() + ")");
        }
        requireDepth(depth + 1);
        if (count == 0) {
            return false;
        }
        int least = leastBytes(first) + (valuesEach == 2 ? leastBytes(second) : 0);
        if ((long) count * least > budget) {
            throw new ProtocolException(
                    "container of " + count + " elements in the " + budget + " bytes that the message may still have");
        }
        return true;
    }

    /** Goes on after a value: with the next one of its container, the next field of its struct, or the end. */
    final void afterValue() throws ProtocolException {
        while (depth > 0) {
            int top = depth - 1;
            byte type = nextType[top];
            if (type == NO_ELEMENTS) {
                gatherField();
                return;
            }
            if (valuesLeft[top] == 0) {
                depth--;
                continue;
            }
            valuesLeft[top]--;
            nextType[top] = otherType[top];
            otherType[top] = type;
            if (beginValue(type)) {
                return;
            }
        }
        done = true;
    }

    final void skipText(int length) throws ProtocolException {
        if (length < 0 || length > limits.stringBytes()) {
            throw new ProtocolException(
                    "string of length " + length + " (expected: 0 to " + limits.stringBytes() + ")");
        }
        skip(length);
    }

    final void skip(long length) throws ProtocolException {
        spend(length);
        toSkip += length;
    }

    /** Gathers a number of so many bytes, the highest first. */
    final void gatherBytes(int length) throws ProtocolException {
        spend(length);
        toGather = length;
        gathered = 0;
    }

    /** Passes over varints and gathers the last of them. */
    final void gatherVarints(int count, int mostBytes) throws ProtocolException {
        spend(count);
        varintsLeft = count;
        mostVarintBytes = mostBytes;
        varintBytes = 0;
        gathered = 0;
    }

    private void gatherVarint(byte next) throws ProtocolException {
        if (varintBytes == mostVarintBytes - 1 && (next & CompactType.excessBits(mostVarintBytes)) != 0) {
            throw new ProtocolException("a number of too many bits (expected: at most "
                    + (mostVarintBytes == CompactType.VARINT32_BYTES ? 32 : 64) + ")");
        }
        gathered = (varintBytes == 0 ? 0 : gathered) | ((next & 0x7fL) << (7 * varintBytes));
        if (next >= 0) {
            varintsLeft--;
            varintBytes = 0;
        } else {
            varintBytes++;
            spend(1);
        }
    }

    private void push(byte first, byte second, int values) throws ProtocolException {
        requireDepth(depth + 1);
        if (depth == nextType.length) {
            nextType = Arrays.copyOf(nextType, depth * 2);
            otherType = Arrays.copyOf(otherType, depth * 2);
            valuesLeft = Arrays.copyOf(valuesLeft, depth * 2);
        }
        nextType[depth] = first;
        otherType[depth] = second;
        valuesLeft[depth] = values;
        depth++;
    }

    private void requireDepth(int levels) throws ProtocolException {
        if (levels > limits.depth()) {
            throw new ProtocolException("nested deeper than " + limits.depth() + " levels");
        }
    }

    private void spend(long length) throws ProtocolException {
        budget -= length;
        if (budget < 0) {
            throw new ProtocolException("a message of more than " + limits.messageBytes() + " bytes");
        }
    }
}
