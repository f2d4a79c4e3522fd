package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Base64 (RFC 4648, section 4: the standard alphabet), bytes to bytes. */
final class Base64Text {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Bytes that are encoded at a time, so that room is made once for them; a multiple of three. */
    private static final int PIECE = 3 << 10;

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

    private Base64Text() {}

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

    private static int lettersEnd(byte[] text, int from, int to) {
        if ((to - from) % 4 == 0 && to > from && text[to - 1] == '=') {
            return text[to - 2] == '=' ? to - 2 : to - 1;
        }
        return to;
    }
}
