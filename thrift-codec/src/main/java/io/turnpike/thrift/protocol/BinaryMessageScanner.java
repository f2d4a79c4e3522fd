package io.turnpike.thrift.protocol;

import org.apache.thrift.protocol.TType;

/** Finds the end of binary-protocol messages; headers are strict or not. */
final class BinaryMessageScanner extends NestingScanner {

    private enum State {
        VERSION,
        NAME_LENGTH,
        OLD_TYPE_CODE,
        SEQUENCE_ID,
        FIELD_TYPE,
        STRING_LENGTH,
        LIST_HEADER,
        MAP_HEADER
    }

    private State state = State.VERSION;

    BinaryMessageScanner(ProtocolLimits limits) {
        super(limits);
        reset();
    }

    @Override
    public void reset() {
        state = State.VERSION;
        restart(4);
    }

    @Override
    void step(long value) throws ProtocolException {
        switch (state) {
            case VERSION -> {
                if ((int) value < 0) {
                    BinaryReader.requireVersion((int) value);
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
                    endStruct();
                } else {
                    skip(2);
                    if (!beginValue((byte) value)) {
                        gatherField();
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
        }
    }

    @Override
    boolean beginValue(byte type) throws ProtocolException {
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

    @Override
    void gatherField() throws ProtocolException {
        gather(State.FIELD_TYPE, 1);
    }

    @Override
    int fixedBytes(byte type) {
        return WireType.fixedBytes(type);
    }

    @Override
    int leastBytes(byte type) throws ProtocolException {
        return WireType.leastBytes(type);
    }

    private void gather(State next, int length) throws ProtocolException {
        state = next;
        gatherBytes(length);
    }
}
