package io.turnpike.thrift.protocol;

import org.apache.thrift.protocol.TType;

/** Finds the end of compact-protocol messages. */
final class CompactMessageScanner extends NestingScanner {

    private enum State {
        PROTOCOL_AND_VERSION,
        SEQUENCE_ID,
        NAME_LENGTH,
        FIELD_HEADER,
        FIELD_ID,
        NUMBERS,
        STRING_LENGTH,
        LIST_HEADER,
        LIST_COUNT,
        MAP_COUNT,
        MAP_TYPES
    }

    private State state = State.PROTOCOL_AND_VERSION;

    /** Type of the field or element whose further numbers are gathered. */
    private byte type;

    /** Count of the map whose types are gathered. */
    private int mapCount;

    CompactMessageScanner(ProtocolLimits limits) {
        super(limits);
        reset();
    }

    @Override
    public void reset() {
        state = State.PROTOCOL_AND_VERSION;
        restart(2);
    }

    @Override
    void step(long value) throws ProtocolException {
        switch (state) {
            case PROTOCOL_AND_VERSION -> {
                CompactType.requireProtocol((int) value >> 8);
                CompactType.messageType((int) value & 0xff);
                gatherVarint(State.SEQUENCE_ID);
            }
            case SEQUENCE_ID -> gatherVarint(State.NAME_LENGTH);
            case NAME_LENGTH -> {
                skipText((int) value);
                beginStruct();
            }
            case FIELD_HEADER -> beginField((int) value);
            case FIELD_ID -> {
                CompactType.i16((int) value);
                beginFieldValue();
            }
            case NUMBERS -> afterValue();
            case STRING_LENGTH -> {
                skipText((int) value);
                afterValue();
            }
            case LIST_HEADER -> {
                int count = (int) value >> 4;
                if (count == CompactType.LONG_COUNT) {
                    type = (byte) (value & 15);
                    gatherVarint(State.LIST_COUNT);
                } else {
                    beginList((int) value & 15, count);
                }
            }
            case LIST_COUNT -> beginList(type, (int) value);
            case MAP_COUNT -> {
                mapCount = (int) value;
                if (mapCount == 0) {
                    beginContainer(TType.STOP, TType.STOP, 0, 2);
                } else {
                    gatherBytes(State.MAP_TYPES);
                }
            }
            case MAP_TYPES ->
                beginContainer(CompactType.typeOf((int) value >> 4), CompactType.typeOf((int) value), mapCount, 2);
        }
    }

    @Override
    boolean beginValue(byte valueType) throws ProtocolException {
        int fixed = CompactType.fixedBytes(valueType);
        if (fixed > 0) {
            skip(fixed);
            return false;
        }
        switch (valueType) {
            case TType.STRING -> gatherVarint(State.STRING_LENGTH);
            case TType.STRUCT -> beginStruct();
            case TType.LIST, TType.SET -> gatherBytes(State.LIST_HEADER);
            case TType.MAP -> gatherVarint(State.MAP_COUNT);
            default -> gatherNumbers(valueType, 1);
        }
        return true;
    }

    @Override
    void gatherField() throws ProtocolException {
        gatherBytes(State.FIELD_HEADER);
    }

    @Override
    int fixedBytes(byte valueType) {
        return CompactType.fixedBytes(valueType);
    }

    @Override
    int leastBytes(byte valueType) {
        return CompactType.leastBytes(valueType);
    }

    private void beginField(int header) throws ProtocolException {
        if (header == TType.STOP) {
            endStruct();
            return;
        }
        type = CompactType.typeOf(header);
        if (header >> 4 == 0) {
            gatherVarint(State.FIELD_ID);
        } else {
            beginFieldValue();
        }
    }

    /** Begins the value of a field; that of a bool was in the header. */
    private void beginFieldValue() throws ProtocolException {
        if (type == TType.BOOL || !beginValue(type)) {
            gatherField();
        }
    }

    private void beginList(int elementCode, int count) throws ProtocolException {
        byte element = count == 0 ? TType.STOP : CompactType.typeOf(elementCode);
        if (CompactType.isNumber(element)) {
            if (requireRoom(element, element, count, 1)) {
                gatherNumbers(element, count);
            }
        } else {
            beginContainer(element, element, count, 1);
        }
    }

    private void gatherNumbers(byte numberType, int count) throws ProtocolException {
        state = State.NUMBERS;
        gatherVarints(count, numberType == TType.I64 ? CompactType.VARINT64_BYTES : CompactType.VARINT32_BYTES);
    }

    private void gatherVarint(State next) throws ProtocolException {
        state = next;
        gatherVarints(1, CompactType.VARINT32_BYTES);
    }

    private void gatherBytes(State next) throws ProtocolException {
        state = next;
        gatherBytes(1);
    }
}
