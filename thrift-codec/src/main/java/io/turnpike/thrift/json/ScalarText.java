package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ThriftWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes scalars that are given as text: keys of JSON objects, parameters, and the types that are text in JSON. Not safe
 * for use by several threads at once.
 */
final class ScalarText {

    private static final int UUID_LENGTH = 36;

    private final ThriftWriter out;
    private final Decimal decimal;

    /** @param decimal what numbers in text are scanned with */
    ScalarText(ThriftWriter out, Decimal decimal) {
        this.out = out;
        this.decimal = decimal;
    }

    /** Appends the value; answers false if the text does not stand for one of this type (what was appended is then void). */
    boolean write(TypePlan type, byte[] text, int from, int to) {
        return switch (type.kind) {
            case BOOL -> writeBool(text, from, to);
            case BYTE, I16, I32, I64, DOUBLE -> isNumber(text, from, to) && writeNumber(type, decimal);
            case STRING -> {
                out.writeBytes(text, from, to - from);
                yield true;
            }
            case BINARY -> {
                out.writeLength(Base64Text.decodedLength(text, from, to));
                yield Base64Text.decode(text, from, to, out.sink());
            }
            case UUID -> writeUuid(text, from, to);
            case ENUM -> writeEnumName(type, text, from, to) || writeEnumNumberText(type, text, from, to);
            case STRUCT, LIST, SET, MAP -> false;
        };
    }

    /** Appends a number that was scanned (also of an enum); answers false if it is not one of this type. */
    boolean writeNumber(TypePlan type, Decimal number) {
        return switch (type.kind) {
            case BYTE -> {
                boolean valid = number.isWhole(Byte.MIN_VALUE, Byte.MAX_VALUE);
                out.writeByte((int) number.wholeNumber());
                yield valid;
            }
            case I16 -> {
                boolean valid = number.isWhole(Short.MIN_VALUE, Short.MAX_VALUE);
                out.writeI16((int) number.wholeNumber());
                yield valid;
            }
            case I32, ENUM -> {
                boolean valid = number.isWhole(Integer.MIN_VALUE, Integer.MAX_VALUE);
                out.writeI32((int) number.wholeNumber());
                yield valid;
            }
            case I64 -> {
                boolean valid = number.isWhole(Long.MIN_VALUE, Long.MAX_VALUE);
                out.writeI64(number.wholeNumber());
                yield valid;
            }
            case DOUBLE -> {
                boolean valid = number.isDouble();
                out.writeDouble(number.doubleNumber());
                yield valid;
            }
            case BOOL, STRING, BINARY, UUID, STRUCT, LIST, SET, MAP -> false;
        };
    }

    /** Appends the number of an enum's name. */
    boolean writeEnumName(TypePlan type, byte[] text, int from, int to) {
        @Nullable Integer number = type.enumPlan().number(text, from, to);
        if (number == null) {
            return false;
        }
        out.writeI32(number);
        return true;
    }

    private boolean isNumber(byte[] text, int from, int to) {
        return to > from && decimal.scan(text, from, to) == to - from;
    }

    private boolean writeEnumNumberText(TypePlan type, byte[] text, int from, int to) {
        return isNumber(text, from, to) && writeNumber(type, decimal);
    }

    private boolean writeBool(byte[] text, int from, int to) {
        boolean value = Arrays.equals(text, from, to, JsonText.TRUE, 0, JsonText.TRUE.length);
        out.writeBool(value);
        return value || Arrays.equals(text, from, to, JsonText.FALSE, 0, JsonText.FALSE.length);
    }

    private boolean writeUuid(byte[] text, int from, int to) {
        if (to - from != UUID_LENGTH) {
            return false;
        }
        long most = 0;
        long least = 0;
        int digits = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            int c = text[from + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return false;
                }
                continue;
            }
            int digit = c < 0 ? -1 : Character.digit(c, 16);
            if (digit < 0) {
                return false;
            }
            if (digits++ < 16) {
                most = (most << 4) | digit;
            } else {
                least = (least << 4) | digit;
            }
        }
        out.writeUuid(most, least);
        return true;
    }
}
