package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.nio.charset.StandardCharsets;

/** Writes JSON's strings and whole numbers. */
final class JsonText {

    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAST_LONG = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /** A text as JSON key: quotes, colon. */
    static byte[] keyOf(String name) {
        ByteSink out = new ByteSink(name.length() + 3);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        out.writeByte('"');
        writeEscaped(bytes, 0, bytes.length, out);
        out.writeByte('"');
        out.writeByte(':');
        return out.toByteArray();
    }

    /** Appends text without its quotes; answers the index of the first byte that is not valid UTF-8, or -1. */
    static int writeEscaped(byte[] bytes, int from, int to, ByteSink out) {
        int plain = from;
        int at = from;
        while (at < to) {
            byte c = bytes[at];
            if (c < 0) {
                int length = Utf8.sequenceLength(bytes, at, to);
                if (length == 0) {
                    return at;
                }
                at += length;
            } else if (c >= ' ' && c != '"' && c != '\\') {
                at++;
            } else {
                out.writeBytes(bytes, plain, at - plain);
                writeEscape(c, out);
                plain = ++at;
            }
        }
        out.writeBytes(bytes, plain, to - plain);
        return -1;
    }

    static void writeLong(long value, ByteSink out) {
        if (value == Long.MIN_VALUE) {
            out.writeBytes(LEAST_LONG, 0, LEAST_LONG.length);
            return;
        }
        out.reserve(LEAST_LONG.length);
        long rest = value;
        if (rest < 0) {
            out.writeByte('-');
            rest = -rest;
        }
        int digits = 1;
        for (long power = 10; digits < 19 && rest >= power; power *= 10) {
            digits++;
        }
        int at = out.size() + digits;
        for (int i = 0; i < digits; i++) {
            out.writeByte(0);
        }
        byte[] array = out.array();
        do {
            array[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
    }

    static void writeUuid(long most, long least, ByteSink out) {
        writeHex(most, 64, 32, out);
        out.writeByte('-');
        writeHex(most, 32, 16, out);
        out.writeByte('-');
        writeHex(most, 16, 0, out);
        out.writeByte('-');
        writeHex(least, 64, 48, out);
        out.writeByte('-');
        writeHex(least, 48, 0, out);
    }

    private static void writeHex(long bits, int from, int to, ByteSink out) {
        for (int shift = from - 4; shift >= to; shift -= 4) {
            out.writeByte(HEX[(int) (bits >>> shift) & 15]);
        }
    }

    private static void writeEscape(byte c, ByteSink out) {
        out.writeByte('\\');
        switch (c) {
            case '"', '\\' -> out.writeByte(c);
            case '\b' -> out.writeByte('b');
            case '\f' -> out.writeByte('f');
            case '\n' -> out.writeByte('n');
            case '\r' -> out.writeByte('r');
            case '\t' -> out.writeByte('t');
            default -> {
                out.writeByte('u');
                out.writeByte('0');
                out.writeByte('0');
                out.writeByte(HEX[c >> 4]);
                out.writeByte(HEX[c & 15]);
            }
        }
    }
}
