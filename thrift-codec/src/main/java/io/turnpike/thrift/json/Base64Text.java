package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Base64 (RFC 4648, section 4: the standard alphabet), bytes to bytes. */
final class Base64Text {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle BIG_LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Times this, every byte of a long is the same. */
    private static final long EACH = 0x0101010101010101L;

    /** Bytes that are encoded at a time, so that room is made once for them; a multiple of three. */
    private static final int PIECE = 3 << 10;

    /** Letters that are decoded at a time where the end is not known. */
    private static final int PIECE_TO_QUOTE = 256;

    private static final byte[] LETTERS = new byte[64];

    /** By byte: the six bits that it stands for, or -1. */
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < 64; i++) {
            LETTERS[i] = (byte) letters.charAt(i);
            VALUES[letters.charAt(i)] = (byte) i;
        }
    }

    /** A byte that is no letter, in the tables of {@link #decodeToQuote}. */
    private static final int NO_LETTER = 1;

    /** By byte, where it stands in a group of four: its six bits, where they belong in the upper three bytes. */
    private static final int[] FIRST = placed(26);

    private static final int[] SECOND = placed(20);
    private static final int[] THIRD = placed(14);
    private static final int[] FOURTH = placed(8);

    private Base64Text() {}

    private static int[] placed(int shift) {
        int[] bits = new int[256];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = VALUES[i] < 0 ? NO_LETTER : VALUES[i] << shift;
        }
        return bits;
    }

    /**
     * Appends what the text up to the next quote stands for; answers where the quote is, or -1 if there is anything else than
     * base64 before it, or none. What was appended is then void.
     */
    static int decodeToQuote(byte[] text, int from, int end, ByteSink out) {
        int at = from;
        boolean letters = true;
        while (letters && end - at >= Long.BYTES) {
            int stop = Math.min(end - Long.BYTES, at + PIECE_TO_QUOTE);
            out.reserve(PIECE_TO_QUOTE);
            byte[] bytes = out.array();
            int begin = out.size();
            int into = begin;
            while (at <= stop) {
                long eight = (long) LONGS.get(text, at);
                int three = three((int) eight);
                int next = three((int) (eight >>> 32));
                letters = ((three | next) & NO_LETTER) == 0;
                if (!letters) {
                    break;
                }
                INTS.set(bytes, into, three);
                INTS.set(bytes, into + 3, next);
                into += 6;
                at += Long.BYTES;
            }
            out.advance(into - begin);
        }
        int quote = at;
        while (quote < end && text[quote] != '"') {
            if (quote - at == Long.BYTES) {
                return -1;
            }
            quote++;
        }
        return quote < end && decode(text, at, quote, out) ? quote : -1;
    }

    /** What four letters stand for, the first being the lowest byte: in the upper three bytes, the first being the highest. */
    private static int three(int letters) {
        return FIRST[letters & 0xff]
                | SECOND[(letters >>> 8) & 0xff]
                | THIRD[(letters >>> 16) & 0xff]
                | FOURTH[letters >>> 24];
    }

    /** Appends what the text stands for; answers false if it is no base64. Padding may be there, whole, or be left out. */
    static boolean decode(byte[] text, int from, int to, ByteSink out) {
        int end = lettersEnd(text, from, to);
        if ((end - from) % 4 == 1) {
            return false;
        }
        out.reserve((end - from) / 4 * 3 + Integer.BYTES);
        byte[] bytes = out.array();
        int begin = out.size();
        int into = begin;
        int at = from;
        for (; end - at >= 4; at += 4) {
            int three = VALUES[text[at] & 0xff] << 18
                    | VALUES[text[at + 1] & 0xff] << 12
                    | VALUES[text[at + 2] & 0xff] << 6
                    | VALUES[text[at + 3] & 0xff];
            if (three < 0) {
                return false;
            }
            INTS.set(bytes, into, three << 8);
            into += 3;
        }
        int rest = end - at;
        if (rest > 0) {
            int bits = VALUES[text[at] & 0xff] << 18
                    | VALUES[text[at + 1] & 0xff] << 12
                    | (rest == 3 ? VALUES[text[at + 2] & 0xff] << 6 : 0);
            int unused = rest == 3 ? 0xff : 0xffff;
            if (bits < 0 || (bits & unused) != 0) {
                return false;
            }
            INTS.set(bytes, into, bits << 8);
            into += rest - 1;
        }
        out.advance(into - begin);
        return true;
    }

    /** How many bytes {@link #decode} appends, if it does not answer false. */
    static int decodedLength(byte[] text, int from, int to) {
        return (int) ((lettersEnd(text, from, to) - from) * 3L / 4);
    }

    /** Appends the text that stands for the bytes, with padding. */
    static void encode(byte[] bytes, int from, int to, ByteSink out) {
        for (int at = from; at < to; at += PIECE) {
            encodePiece(bytes, at, Math.min(to - at, PIECE) + at, out);
        }
    }

    /** As {@link #encode}, of so few bytes that what room is made for cannot overflow. */
    private static void encodePiece(byte[] bytes, int from, int to, ByteSink out) {
        out.reserve((to - from + 2) / 3 * 4);
        byte[] text = out.array();
        int begin = out.size();
        int into = begin;
        int at = from;
        for (; to - at >= Long.BYTES; at += 6) {
            BIG_LONGS.set(text, into, eightLetters((long) BIG_LONGS.get(bytes, at) >>> 16));
            into += Long.BYTES;
        }
        for (; to - at >= 3; at += 3) {
            int three = ((bytes[at] & 0xff) << 16) | ((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff);
            INTS.set(
                    text,
                    into,
                    (LETTERS[three >> 18] << 24)
                            | (LETTERS[(three >> 12) & 63] << 16)
                            | (LETTERS[(three >> 6) & 63] << 8)
                            | LETTERS[three & 63]);
            into += 4;
        }
        if (at < to) {
            boolean two = to - at == 2;
            int last = ((bytes[at] & 0xff) << 16) | (two ? (bytes[at + 1] & 0xff) << 8 : 0);
            text[into] = LETTERS[last >> 18];
            text[into + 1] = LETTERS[(last >> 12) & 63];
            text[into + 2] = two ? LETTERS[(last >> 6) & 63] : (byte) '=';
            text[into + 3] = '=';
            into += 4;
        }
        out.advance(into - begin);
    }

    /**
     * The letters of 48 bits, the first in the highest byte. The bits are spread to eight bytes of six; what each must be moved by
     * to be a letter depends on how many of four bounds it is above, which all eight are compared with at once.
     */
    private static long eightLetters(long bits) {
        long halves = (bits & 0xffffffL) | ((bits >>> 24) << 32);
        long quarters = (halves & 0x00000fff00000fffL) | ((halves & 0x00fff00000fff000L) << 4);
        long sixes = (quarters & 0x003f003f003f003fL) | ((quarters & 0x0fc00fc00fc00fc0L) << 2);
        return sixes
                + EACH * 'A'
                + above(25, sixes) * ('a' - 'Z' - 1)
                - above(51, sixes) * ('z' + 1 - '0')
                - above(61, sixes) * ('9' + 1 - '+')
                + above(62, sixes) * ('/' - '+' - 1);
    }

    /** 1 in each byte that is greater, else 0; all are less than 64. */
    private static long above(int bound, long bytes) {
        return ((bytes + EACH * (0x7f - bound)) >>> 7) & EACH;
    }

    private static int lettersEnd(byte[] text, int from, int to) {
        if ((to - from) % 4 == 0 && to > from && text[to - 1] == '=') {
            return text[to - 2] == '=' ? to - 2 : to - 1;
        }
        return to;
    }
}
