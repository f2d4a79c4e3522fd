package io.turnpike.thrift.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.thrift.protocol.TType;

/**
 * The compact protocol, after Apache Thrift's {@code doc/specs/thrift-compact-protocol.md}. Every number takes the fewest bytes:
 * a count that turns out to need more than was kept free for it moves what was written since.
 */
final class CompactWriter extends ThriftWriter {

    private static final int NO_FIELD = Integer.MIN_VALUE;

    /** Ids of the fields last begun in the structs around the current one. */
    private short[] outerIds = new short[8];

    private int depth;
    private short lastId;

    /** Id of a bool field that has been begun; its header is its value. */
    private int boolField = NO_FIELD;

    CompactWriter(ByteSink out) {
        super(out);
    }

    @Override
    public void beginMessage(String name, MessageType type, int sequenceId) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        out.writeByte(CompactType.PROTOCOL_ID);
        out.writeByte(CompactType.versionAndType(type));
        out.writeVarint32(sequenceId);
        writeBytes(text, 0, text.length);
    }

    @Override
    public void beginStruct() {
        if (depth == outerIds.length) {
            outerIds = Arrays.copyOf(outerIds, depth * 2);
        }
        outerIds[depth++] = lastId;
        lastId = 0;
    }

    @Override
    public void endStruct() {
        out.writeByte(0);
        lastId = outerIds[--depth];
    }

    @Override
    public void beginField(byte type, short id) {
        if (type == TType.BOOL) {
            boolField = id;
        } else {
            writeFieldHeader(CompactType.of(type), id);
        }
    }

    @Override
    public int beginList(byte elementType) {
        int mark = out.size();
        out.writeByte(CompactType.of(elementType));
        return mark;
    }

    @Override
    public void endList(int mark, int count) {
        if (count < CompactType.LONG_COUNT) {
            out.setByte(mark, out.array()[mark] | (count << 4));
        } else {
            out.setByte(mark, out.array()[mark] | (CompactType.LONG_COUNT << 4));
            out.insertVarint32(mark + 1, count);
        }
    }

    @Override
    public int beginMap(byte keyType, byte valueType) {
        int mark = out.size();
        out.writeByte((CompactType.of(keyType) << 4) | CompactType.of(valueType));
        return mark;
    }

    @Override
    public void endMap(int mark, int count) {
        if (count == 0) {
            out.setByte(mark, 0);
        } else {
            out.insertVarint32(mark, count);
        }
    }

    @Override
    public void writeLength(int length) {
        out.writeVarint32(length);
    }

    @Override
    public int beginBytes() {
        int mark = out.size();
        out.writeByte(0);
        return mark;
    }

    @Override
    public void endBytes(int mark) {
        int length = out.size() - mark - 1;
        if (length < 0x80) {
            out.setByte(mark, length);
        } else {
            out.setByte(mark, length | 0x80);
            out.insertVarint32(mark + 1, length >>> 7);
        }
    }

    @Override
    public void writeBool(boolean value) {
        int code = value ? CompactType.TRUE : CompactType.FALSE;
        if (boolField == NO_FIELD) {
            out.writeByte(code);
        } else {
            short id = (short) boolField;
            boolField = NO_FIELD;
            writeFieldHeader(code, id);
        }
    }

    @Override
    public void writeI16(int value) {
        writeI32(value);
    }

    @Override
    public void writeI32(int value) {
        out.writeVarint32((value << 1) ^ (value >> 31));
    }

    @Override
    public void writeI64(long value) {
        out.writeVarint64((value << 1) ^ (value >> 63));
    }

    @Override
    public void writeDouble(double value) {
        out.writeLong(Long.reverseBytes(Double.doubleToLongBits(value)));
    }

    @Override
    public void writeEncoded(byte[] value) {
        if (boolField == NO_FIELD) {
            out.writeBytes(value, 0, value.length);
        } else {
            writeBool(value[0] == CompactType.TRUE);
        }
    }

    private void writeFieldHeader(int code, short id) {
        int delta = id - lastId;
        lastId = id;
        if (delta > 0 && delta < 16) {
            out.writeByte((delta << 4) | code);
        } else {
            out.writeByte(code);
            writeI16(id);
        }
    }
}
