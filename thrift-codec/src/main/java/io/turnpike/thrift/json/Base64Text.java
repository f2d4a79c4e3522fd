package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.util.Arrays;

/** Base64 (RFC 4648, section 4: the standard alphabet), bytes to bytes. */
final class Base64Text {

    private static final byte[] LETTERS = new byte[64];
    private static final byte[] VALUES = new byte[128];

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
        int bits = 0;
        int held = 0;
        for (int i = from; i < end; i++) {
            int value = text[i] < 0 ? -1 : VALUES[text[i]];
            if (value < 0) {
                return false;
            }
            bits = (bits << 6) | value;
            held += 6;
            if (held >= 8) {
                held -= 8;
                out.writeByte(bits >> held);
            }
        }
        return (bits & ((1 << held) - 1)) == 0;
    }

    /** How many bytes {@link #decode} appends, if it does not answer false. */
    static int decodedLength(byte[] text, int from, int to) {
        return (int) ((lettersEnd(text, from, to) - from) * 3L / 4);
    }

    /** Appends the text that stands for the bytes, with padding. */
    static void encode(byte[] bytes, int from, int to, ByteSink out) {
        int at = from;
        for (; to - at >= 3; at += 3) {
            int three = ((bytes[at] & 0xff) << 16) | ((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff);
            out.writeInt((LETTERS[three >> 18] << 24)
                    | (LETTERS[(three >> 12) & 63] << 16)
                    | (LETTERS[(three >> 6) & 63] << 8)
                    | LETTERS[three & 63]);
        }
        if (at < to) {
            boolean two = to - at == 2;
            int last = ((bytes[at] & 0xff) << 16) | (two ? (bytes[at + 1] & 0xff) << 8 : 0);
            out.writeByte(LETTERS[last >> 18]);
            out.writeByte(LETTERS[(last >> 12) & 63]);
            out.writeByte(two ? LETTERS[(last >> 6) & 63] : '=');
            out.writeByte('=');
        }
    }

    private static int lettersEnd(byte[] text, int from, int to) {
        if ((to - from) % 4 == 0 && to > from && text[to - 1] == '=') {
            return text[to - 2] == '=' ? to - 2 : to - 1;
        }
        return to;
    }
}
