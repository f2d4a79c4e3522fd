package io.turnpike.benchmarks.load;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;

/**
 * One field of the argument that {@link ThriftLoad} sends.
 *
 * @param id of the field
 * @param type by its name in an IDL
 * @param value as text
 */
record ThriftField(short id, String type, String value) {

    private static final int COLUMNS = 3;

    /** A line of the file: id, type and value, with tabs between them. */
    static ThriftField parse(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(line + " (expected: id, type and value, with tabs between them)");
        }
        return new ThriftField(Short.parseShort(columns[0]), columns[1], columns[2]);
    }

    /** Writes it as generated code does, header first. */
    void write(TProtocol protocol) throws TException {
        switch (type) {
            case "string" -> {
                protocol.writeFieldBegin(new TField("", TType.STRING, id));
                protocol.writeString(value);
            }
            case "i32" -> {
                protocol.writeFieldBegin(new TField("", TType.I32, id));
                protocol.writeI32(Integer.parseInt(value));
            }
            case "i64" -> {
                protocol.writeFieldBegin(new TField("", TType.I64, id));
                protocol.writeI64(Long.parseLong(value));
            }
            case "double" -> {
                protocol.writeFieldBegin(new TField("", TType.DOUBLE, id));
                protocol.writeDouble(Double.parseDouble(value));
            }
            default -> throw new IllegalArgumentException(type + " (expected: string, i32, i64 or double)");
        }
        protocol.writeFieldEnd();
    }
}
