package io.turnpike.thrift.protocol;

import java.util.Arrays;
import org.apache.thrift.protocol.TType;

/**
 * Finds where a binary-protocol message ends in a stream without frames, without ever looking at a byte twice.
 *
 * <p>Fed with the bytes of a stream as they come. Keeps an explicit stack of at most {@link ProtocolLimits#depth()}
 * levels. Not safe for use by several threads at once.
 *
 * <p>It is a machine of two steps: pass over {@code toSkip} bytes, then gather {@code toGather} bytes into a number, which the
 * state gives a meaning. Values of fixed size are never looked at, however many there are.
 */
public final class BinaryMessageScanner {

    private enum State {
        VERSION,
        NAME_LENGTH,
        OLD_TYPE_CODE,
        SEQUENCE_ID,
        FIELD_TYPE,
        STRING_LENGTH,
        LIST_HEADER,
        MAP_HEADER,
        DONE
    }

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
    private State state = State.DONE;

    public BinaryMessageScanner(ProtocolLimits limits) {
        this.limits = limits;
        reset();
    }

    /**
     * Takes the bytes that follow those of the call before.
     *
     * @return how many of these bytes belong to the message, when it ends within them; -1 when all of them do and more are
     *     needed
     * @throws ProtocolException if this is no binary-protocol message, or one beyond a limit
     * @throws IllegalStateException if the message has ended before and there was no {@link #reset()}
     */
    public int scan(byte[] bytes, int offset, int length) throws ProtocolException {
        if (state == State.DONE) {
            throw new IllegalStateException("the message has ended (expected: a reset before the next one)");
        }
        int end = offset + length;
        int position = offset;
        while (true) {
            int skipped = (int) Math.min(toSkip, end - position);
            toSkip -= skipped;
            position += skipped;
            if (state == State.DONE && toSkip == 0) {
                return position - offset;
            }
            while (toGather > 0 && position < end) {
                gathered = (gathered << 8) | (bytes[position++] & 0xff);
                toGather--;
            }
            if (toSkip > 0 || toGather > 0) {
                return -1;
            }
            step(gathered);
        }
    }

    /** Makes it ready for the next message. */
    public void reset() {
        depth = 0;
        toSkip = 0;
        budget = (long) limits.messageBytes() - 4;
        state = State.VERSION;
        toGather = 4;
        gathered = 0;
    }

    private void step(long value) throws ProtocolException {
        switch (state) {
            case VERSION -> {
                if ((int) value < 0) {
                    MessageHeader.requireVersion((int) value);
                    MessageType.of((int) value & 0xff);
                    gather(State.NAME_LENGTH, 4);
                } else {
                    skipText((int) value);
                    gather(State.OLD_TYPE_CODE, 1);
                }
            }
            case NAME_LENGTH -> {
                skipText((int) value);
                gather(State.SEQUENCE_ID, 4);
            }
            case OLD_TYPE_CODE -> {
                MessageType.of((int) value);
                gather(State.SEQUENCE_ID, 4);
            }
            case SEQUENCE_ID -> beginStruct();
            case FIELD_TYPE -> {
                if (value == TType.STOP) {
                    depth--;
                    afterValue();
                } else {
                    skip(2);
                    if (!beginValue((byte) value)) {
                        gather(State.FIELD_TYPE, 1);
                    }
                }
            }
            case STRING_LENGTH -> {
                skipText((int) value);
                afterValue();
            }
            case LIST_HEADER -> {
                byte element = (byte) (value >> 32);
                beginContainer(element, element, (int) value, 1);
            }
            case MAP_HEADER -> beginContainer((byte) (value >> 40), (byte) (value >> 32), (int) value, 2);
            case DONE -> throw new AssertionError("a step after the end");
        }
    }

    /** Begins a value; answers whether it waits for bytes of its own, rather than having been passed over. */
    private boolean beginValue(byte type) throws ProtocolException {
        int fixed = WireType.fixedBytes(type);
        if (fixed > 0) {
            skip(fixed);
            return false;
        }
        switch (type) {
            case TType.STRING -> gather(State.STRING_LENGTH, 4);
            case TType.STRUCT -> beginStruct();
            case TType.LIST, TType.SET -> gather(State.LIST_HEADER, 5);
            case TType.MAP -> gather(State.MAP_HEADER, 6);
            default -> throw new ProtocolException("type code " + type + " (expected: a Thrift type)");
        }
        return true;
    }

    private void beginStruct() throws ProtocolException {
        push(NO_ELEMENTS, NO_ELEMENTS, 0);
        gather(State.FIELD_TYPE, 1);
    }

    private void beginContainer(byte first, byte second, int count, int valuesEach) throws ProtocolException {
        if (count < 0 || count > limits.containerElements()) {
            throw new ProtocolException(
                    "container of " + count + " elements (expected: 0 to " + limits.containerElements() + ")");
        }
        if (count == 0) {
            requireDepth(depth + 1);
            afterValue();
            return;
        }
        int least = WireType.leastBytes(first) + (valuesEach == 2 ? WireType.leastBytes(second) : 0);
        if ((long) count * least > budget) {
            throw new ProtocolException(
                    "container of " + count + " elements in the " + budget + " bytes that the message may still have");
        }
        if (WireType.fixedBytes(first) > 0 && WireType.fixedBytes(second) > 0) {
            requireDepth(depth + 1);
            skip((long) count * least);
        } else {
            long values = (long) count * valuesEach;
            if (values > Integer.MAX_VALUE) {
                throw new ProtocolException("map of " + count + " entries (expected: fewer)");
            }
            push(first, second, (int) values);
        }
        afterValue();
    }

    /** Goes on after a value: with the next one of its container, the next field of its struct, or the end. */
    private void afterValue() throws ProtocolException {
        while (depth > 0) {
            int top = depth - 1;
            byte type = nextType[top];
            if (type == NO_ELEMENTS) {
                gather(State.FIELD_TYPE, 1);
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
        state = State.DONE;
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

    private void skipText(int length) throws ProtocolException {
        if (length < 0 || length > limits.stringBytes()) {
            throw new ProtocolException(
                    "string of length " + length + " (expected: 0 to " + limits.stringBytes() + ")");
        }
        skip(length);
    }

    private void skip(long length) throws ProtocolException {
        spend(length);
        toSkip += length;
    }

    private void gather(State next, int length) throws ProtocolException {
        spend(length);
        state = next;
        toGather = length;
        gathered = 0;
    }

    private void spend(long length) throws ProtocolException {
        budget -= length;
        if (budget < 0) {
            throw new ProtocolException("a message of more than " + limits.messageBytes() + " bytes");
        }
    }
}
