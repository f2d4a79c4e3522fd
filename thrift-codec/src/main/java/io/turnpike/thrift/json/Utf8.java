package io.turnpike.thrift.json;

/** Validity of UTF-8 (RFC 3629, by the table of the Unicode Standard, 3-7: no overlong forms, no surrogates). */
final class Utf8 {

    private Utf8() {}

    /** Length of the multi-byte sequence at {@code at}, whose first byte is negative; 0 if it is not valid. */
    static int sequenceLength(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first > 0xe0 && first < 0xf0 && first != 0xed) {
            return end - at >= 3 && isContinuation(bytes[at + 1]) && isContinuation(bytes[at + 2]) ? 3 : 0;
        }
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (end - at < length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if (!isContinuation(bytes[at + i])) {
                return 0;
            }
        }
        return length;
    }

    /**
     * How many bytes of sequences of three bytes begin eight bytes, the first being the lowest: 6, 3 or, if the first three are
     * no valid sequence of three, 0. The bytes of two sequences are tested at once.
     */
    static int threes(long eight) {
        if (!isThree(eight)) {
            return 0;
        }
        return isThree(eight >>> 24) ? 6 : 3;
    }

    /** Whether the lowest three bytes are a sequence: neither overlong (E0, then less than A0) nor a surrogate (ED, then more). */
    private static boolean isThree(long bytes) {
        long top = bytes & 0x200f;
        return (bytes & 0xc0c0f0) == 0x8080e0 && top != 0 && top != 0x200d;
    }

    /** Whether the lowest two bytes are a sequence of two that is not overlong (C0 or C1 first). */
    static boolean isTwo(long bytes) {
        return (bytes & 0xc0e0) == 0x80c0 && (bytes & 0x1e) != 0;
    }

    /** The last index from {@code end - 3} to {@code end} that is not within a sequence, if the text is valid. */
    static int boundary(byte[] bytes, int end) {
        int at = end;
        while (at > end - 3 && isContinuation(bytes[at])) {
            at--;
        }
        return isContinuation(bytes[at]) ? end : at;
    }

    /** Writes a code point, or a lone surrogate in the same way; answers where it ends. */
    static int put(int point, byte[] text, int begin) {
        int at = begin;
        if (point < 0x80) {
            text[at++] = (byte) point;
            return at;
        }
        if (point < 0x800) {
            text[at++] = (byte) (0xc0 | (point >> 6));
        } else {
            if (point < 0x10000) {
                text[at++] = (byte) (0xe0 | (point >> 12));
            } else {
                text[at++] = (byte) (0xf0 | (point >> 18));
                text[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
            }
            text[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        }
        text[at++] = (byte) (0x80 | (point & 0x3f));
        return at;
    }

    private static boolean isContinuation(byte b) {
        return b < (byte) 0xc0;
    }
}
