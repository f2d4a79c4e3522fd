package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON's strings and whole numbers. */
final class JsonText {

    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAST_LONG = "9223372036854775808".getBytes(StandardCharsets.US_ASCII);

    /** Digits of a long, and its sign. */
    private static final int MOST_DIGITS = 20;

    private static final int EIGHT_DIGITS = 100_000_000;

    /** Text is written by pieces of so many bytes, so that room is made once for each, but not six times a long text. */
    private static final int PIECE = 256;

    /** One byte may become {@code \\u001f}. */
    private static final int MOST_GROWTH = 6;

    private static final byte PLAIN = 0;

    /** By ASCII character: what follows the backslash, or {@link #PLAIN}. */
    private static final byte[] ESCAPES = new byte[128];

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        Arrays.fill(ESCAPES, 0, ' ', (byte) 'u');
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
        ESCAPES['\b'] = 'b';
        ESCAPES['\f'] = 'f';
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
        ESCAPES['\t'] = 't';
    }

    private JsonText() {}

    /** Appends text without its quotes; answers the index of the first byte that is not valid UTF-8, or -1. */
    static int writeEscaped(byte[] bytes, int from, int to, ByteSink out) {
        for (int at = from; at < to; ) {
            int pieceEnd = to - at > PIECE ? Utf8.boundary(bytes, at + PIECE) : to;
            out.reserve((pieceEnd - at) * MOST_GROWTH + Long.BYTES);
            int invalid = writePiece(bytes, at, pieceEnd, out);
            if (invalid >= 0) {
                return invalid;
            }
            at = pieceEnd;
        }
        return -1;
    }

    /** As {@link #writeEscaped}; there is room for the longest output, and a long beyond it. */
    private static int writePiece(byte[] bytes, int from, int to, ByteSink out) {
        byte[] text = out.array();
        int begin = out.size();
        int end = begin;
        int at = from;
        while (at < to) {
            byte c = bytes[at];
            if (c >= 0 && ESCAPES[c] != PLAIN) {
                at++;
                end = putEscape(c, text, end);
            } else {
                long eight = to - at >= Long.BYTES ? (long) LONGS.get(bytes, at) : fewer(bytes, at, to);
                LONGS.set(text, end, eight);
                int length = c >= 0 ? PlainText.length(eight) : Utf8.threes(eight);
                if (length == Long.BYTES) {
                    // A constant, so that the next step need not wait for this one.
                    at += Long.BYTES;
                    end += Long.BYTES;
                    continue;
                }
                if (length == 0) {
                    length = Utf8.isTwo(eight) ? 2 : Utf8.sequenceLength(bytes, at, to);
                    if (length == 0) {
                        return at;
                    }
                }
                at += length;
                end += length;
            }
        }
        out.advance(end - begin);
        return -1;
    }

    /** Less than eight bytes, and zeros, of which neither plain text nor a sequence is made. */
    private static long fewer(byte[] bytes, int from, int to) {
        if (bytes.length - from >= Long.BYTES) {
            return (long) LONGS.get(bytes, from) & (-1L >>> ((Long.BYTES - (to - from)) * Byte.SIZE));
        }
        long eight = 0;
        for (int at = to - 1; at >= from; at--) {
            eight = (eight << Byte.SIZE) | (bytes[at] & 0xff);
        }
        return eight;
    }

    private static int putEscape(byte c, byte[] text, int begin) {
        byte escape = ESCAPES[c];
        text[begin] = '\\';
        text[begin + 1] = escape;
        if (escape != 'u') {
            return begin + 2;
        }
        text[begin + 2] = '0';
        text[begin + 3] = '0';
        text[begin + 4] = HEX[c >> 4];
        text[begin + 5] = HEX[c & 15];
        return begin + 6;
    }

    static void writeLong(long value, ByteSink out) {
        out.reserve(MOST_DIGITS + Long.BYTES);
        byte[] text = out.array();
        int begin = out.size();
        int at = begin;
        if (value < 0) {
            text[at++] = '-';
        }
        at = value == Long.MIN_VALUE ? putLeastLong(text, at) : putDigits(Math.abs(value), text, at);
        out.advance(at - begin);
    }

    /**
     * Writes a number that is not negative into the array; answers where it ends. Up to {@value Long#BYTES} bytes behind that
     * are overwritten.
     */
    static int putDigits(long value, byte[] text, int begin) {
        if (value < EIGHT_DIGITS) {
            return putFirst((int) value, text, begin);
        }
        long upper = value / EIGHT_DIGITS;
        int at = begin;
        if (upper < EIGHT_DIGITS) {
            at = putFirst((int) upper, text, at);
        } else {
            long top = upper / EIGHT_DIGITS;
            at = putFirst((int) top, text, at);
            LONGS.set(text, at, digits((int) (upper - top * EIGHT_DIGITS)));
            at += Long.BYTES;
        }
        LONGS.set(text, at, digits((int) (value - upper * EIGHT_DIGITS)));
        return at + Long.BYTES;
    }

    /** Writes a number below 10^8 without leading zeros; answers where it ends. */
    private static int putFirst(int value, byte[] text, int at) {
        if (value < 10) {
            text[at] = (byte) ('0' + value);
            return at + 1;
        }
        long digits = digits(value);
        int zeros = Long.numberOfTrailingZeros(digits & 0x0f0f0f0f0f0f0f0fL) & -Byte.SIZE;
        LONGS.set(text, at, digits >>> zeros);
        return at + Long.BYTES - zeros / Byte.SIZE;
    }

    /** Eight digits of a number below 10^8, the first in the lowest byte: split in two, and those, and those. */
    private static long digits(int value) {
        int upper = value / 10_000;
        long halves = upper | (long) (value - upper * 10_000) << 32;
        long hundreds = ((halves * 5243) >>> 19) & 0x0000007f0000007fL;
        long quarters = hundreds | (halves - hundreds * 100) << 16;
        long tens = ((quarters * 103) >>> 10) & 0x000f000f000f000fL;
        return (tens | (quarters - tens * 10) << 8) + 0x3030303030303030L;
    }

    private static int putLeastLong(byte[] text, int at) {
        System.arraycopy(LEAST_LONG, 0, text, at, LEAST_LONG.length);
        return at + LEAST_LONG.length;
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
}
