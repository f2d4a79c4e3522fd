package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks and copies what stands between the quotes of JSON strings. Text is copied while it is looked at: a long is written
 * whole, and as many of its bytes are kept as have been found valid. Not safe for use by several threads at once.
 */
final class StringScanner {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** By the byte that follows a backslash: what it stands for, or 0. */
    private static final byte[] ESCAPES = new byte[256];

    static {
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
        ESCAPES['/'] = '/';
        ESCAPES['b'] = '\b';
        ESCAPES['f'] = '\f';
        ESCAPES['n'] = '\n';
        ESCAPES['r'] = '\r';
        ESCAPES['t'] = '\t';
    }

    /** Room is made for so many bytes at a time. */
    private static final int PIECE = 256;

    private static final int ESCAPED_UNIT = 6;

    /** Fewer bytes are copied one at a time: a long could reach beyond them. */
    private static final int FEW = Long.BYTES;

    private final byte[] input;
    private final int end;
    private boolean loneSurrogate;

    /** @param end where the input ends */
    StringScanner(byte[] input, int end) {
        this.input = input;
        this.end = end;
    }

    /** Whether what was copied last has an escaped surrogate without its partner, so that it is no Unicode text. */
    boolean loneSurrogate() {
        return loneSurrogate;
    }

    /** Passes over text; answers where there is a quote, a backslash, or something else that cannot stand there. */
    int plainEnd(int from) {
        int at = from;
        while (at < end) {
            if (end - at >= Long.BYTES) {
                int plain = PlainText.length((long) LONGS.get(input, at));
                at += plain;
                if (plain == Long.BYTES) {
                    continue;
                }
            }
            byte c = input[at];
            if (c == '"' || c == '\\') {
                break;
            }
            int length = lengthOf(at);
            if (length == 0) {
                break;
            }
            at += length;
        }
        return at;
    }

    /**
     * Appends text, its escapes resolved; answers where there is a quote, or something else that cannot stand there. What was
     * appended is then void.
     */
    int copy(int from, ByteSink sink) {
        loneSurrogate = false;
        int at = from;
        int before;
        do {
            before = at;
            at = end - at <= FEW ? copyFew(at, sink) : copyPiece(at, sink);
        } while (at > before && at < end && input[at] != '"');
        return at;
    }

    /** Copies up to a quote or fault, or so many bytes that it is worth the while to look for room again. */
    private int copyPiece(int from, ByteSink sink) {
        byte[] in = input;
        int stop = Math.min(end - FEW, from + PIECE);
        sink.reserve(PIECE + Long.BYTES);
        byte[] out = sink.array();
        int begin = sink.size();
        int into = begin;
        int at = from;
        while (at < stop) {
            byte c = in[at];
            if (c == '\\') {
                byte meant = ESCAPES[in[at + 1] & 0xff];
                if (meant != 0) {
                    out[into++] = meant;
                    at += 2;
                    continue;
                }
                int unit = unit(at);
                if (unit < 0) {
                    break;
                }
                into = Utf8.put(unit, out, into);
                at += unit > Character.MAX_VALUE ? 2 * ESCAPED_UNIT : ESCAPED_UNIT;
            } else if (c == '"') {
                break;
            } else {
                long eight = (long) LONGS.get(in, at);
                LONGS.set(out, into, eight);
                int length = c >= 0 ? PlainText.length(eight) : Utf8.threes(eight);
                if (length == Long.BYTES) {
                    // A constant, so that the next step need not wait for this one.
                    at += Long.BYTES;
                    into += Long.BYTES;
                    continue;
                }
                if (length == 0) {
                    length = c >= 0 ? 0 : Utf8.isTwo(eight) ? 2 : Utf8.sequenceLength(in, at, end);
                    if (length == 0) {
                        break;
                    }
                }
                at += length;
                into += length;
            }
        }
        sink.advance(into - begin);
        return at;
    }

    /** As {@link #copyPiece}, of what is left: one step at a time. */
    private int copyFew(int from, ByteSink sink) {
        int at = from;
        while (at < end && input[at] != '"') {
            if (input[at] != '\\') {
                int length = lengthOf(at);
                if (length == 0) {
                    break;
                }
                sink.writeBytes(input, at, length);
                at += length;
                continue;
            }
            int meant = end - at < 2 ? 0 : ESCAPES[input[at + 1] & 0xff];
            int length = 2;
            if (meant == 0) {
                meant = unit(at);
                length = meant > Character.MAX_VALUE ? 2 * ESCAPED_UNIT : ESCAPED_UNIT;
            }
            if (meant < 0) {
                break;
            }
            sink.reserve(Integer.BYTES);
            sink.advance(Utf8.put(meant, sink.array(), sink.size()) - sink.size());
            at += length;
        }
        return at;
    }

    /** The character of an escape {@code \\u}, or of a pair of them; -1 if there is none. A lone surrogate is noted. */
    private int unit(int at) {
        int unit = hex(at);
        if (unit >= 0 && Character.isSurrogate((char) unit)) {
            int low = Character.isHighSurrogate((char) unit) ? hex(at + ESCAPED_UNIT) : -1;
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                return Character.toCodePoint((char) unit, (char) low);
            }
            loneSurrogate = true;
        }
        return unit;
    }

    /** The four digits of an escape {@code \\u}; -1 if there is none. */
    private int hex(int at) {
        if (end - at < ESCAPED_UNIT || input[at] != '\\' || input[at + 1] != 'u') {
            return -1;
        }
        int value = 0;
        for (int i = at + 2; i < at + ESCAPED_UNIT; i++) {
            int digit = input[i] < 0 ? -1 : Character.digit(input[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    /** How many bytes the character has that stands for itself here; 0 if it cannot. */
    private int lengthOf(int at) {
        byte c = input[at];
        if (c >= 0) {
            return c < ' ' ? 0 : 1;
        }
        return Utf8.sequenceLength(input, at, end);
    }
}
