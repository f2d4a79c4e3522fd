package io.turnpike.thrift.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strict pull reader of JSON (RFC 8259) over bytes. What is passed over is checked like what is read. A string or number
 * that was scanned is a range of the input; only a string with escapes is copied.
 */
final class JsonReader {

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

    /** No step of resolving escapes writes more bytes. */
    private static final int MOST_AT_ONCE = Long.BYTES;

    private static final int FIRST_UNESCAPED = 64;
    private static final byte[] NONE = {};

    private final byte[] input;
    private final int begin;
    private final int end;
    private final int maxDepth;
    private final Decimal number = new Decimal();
    private byte[] unescaped = NONE;
    private int position;
    private int depth;

    private int tokenBegin;
    private int tokenEnd;
    private byte[] text;
    private int textBegin;
    private int textEnd;
    private boolean loneSurrogate;

    JsonReader(byte[] input, int offset, int length, int maxDepth) {
        this.input = input;
        this.text = input;
        this.begin = offset;
        this.end = offset + length;
        this.maxDepth = maxDepth;
        this.position = offset;
    }

    byte[] input() {
        return input;
    }

    int position() {
        return position;
    }

    /** Where the content of the string scanned last begins, after its quote. */
    int tokenBegin() {
        return tokenBegin;
    }

    int tokenEnd() {
        return tokenEnd;
    }

    /** Holds the text of the string scanned last, escapes resolved; until the next one is scanned. */
    byte[] text() {
        return text;
    }

    /** Where in {@link #text()} the text begins. */
    int textBegin() {
        return textBegin;
    }

    int textEnd() {
        return textEnd;
    }

    /** The number scanned last. */
    Decimal number() {
        return number;
    }

    /** Whether the string scanned last has an escaped surrogate without its partner, so that it is no Unicode text. */
    boolean loneSurrogate() {
        return loneSurrogate;
    }

    /** First byte of the next token, which is not taken; 0 at the end. */
    byte peek() {
        int at = position;
        return at < end && input[at] > ' ' ? input[at] : peekBeyondSpace();
    }

    private byte peekBeyondSpace() {
        for (; position < end; position++) {
            byte c = input[position];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return c;
            }
        }
        return 0;
    }

    boolean atEnd() {
        peek();
        return position == end;
    }

    /** Takes what begins an object or array, which the caller has seen; answers whether it has a member. */
    boolean begin(char close) throws JsonSyntaxException {
        position++;
        if (++depth > maxDepth) {
            throw new JsonSyntaxException(
                    false, "nested deeper than " + maxDepth + " levels at " + place(position - 1));
        }
        if (peek() == close) {
            position++;
            depth--;
            return false;
        }
        return true;
    }

    /** Takes a comma, or what ends the object or array; answers whether there is another member. */
    boolean next(char close) throws JsonSyntaxException {
        byte c = peek();
        if (c == ',') {
            position++;
            if (peek() == close) {
                throw unexpected("a value after the comma");
            }
            return true;
        }
        if (c != close) {
            throw unexpected("',' or '" + close + "'");
        }
        position++;
        depth--;
        return false;
    }

    /** Scans a key and takes the colon after it. */
    void scanKey() throws JsonSyntaxException {
        if (peek() != '"') {
            throw unexpected("a key in quotes");
        }
        scanString();
        if (peek() != ':') {
            throw unexpected("':'");
        }
        position++;
    }

    /** Takes the key that is next, its quotes and its colon if they are just these bytes; never if there are none expected. */
    boolean tryKey(byte[] expected) {
        int length = expected.length;
        int at = position;
        if (length == 0 || end - at < length || input[at + 1] != expected[1]) {
            return false;
        }
        if (!Arrays.equals(input, at, at + length, expected, 0, length)) {
            return false;
        }
        position = at + length;
        return true;
    }

    boolean tryNull() throws JsonSyntaxException {
        if (peek() != 'n') {
            return false;
        }
        literal("null");
        return true;
    }

    /** Takes {@code true} or {@code false}; the caller has seen one of their first letters. */
    boolean readBool() throws JsonSyntaxException {
        boolean value = peek() == 't';
        literal(value ? "true" : "false");
        return value;
    }

    /** Scans a string; the caller has seen its quote. */
    void scanString() throws JsonSyntaxException {
        loneSurrogate = false;
        int at = position + 1;
        tokenBegin = at;
        while (at < end) {
            if (end - at >= Long.BYTES) {
                int plain = PlainText.length((long) LONGS.get(input, at));
                at += plain;
                if (plain == Long.BYTES) {
                    continue;
                }
            }
            byte c = input[at];
            if (c == '"') {
                text = input;
                textBegin = tokenBegin;
                textEnd = at;
                tokenEnd = at;
                position = at + 1;
                return;
            }
            if (c == '\\') {
                scanEscaped(at);
                return;
            }
            at = c < 0 ? afterMultiByte(at) : at + lengthOf(at);
        }
        throw error(end, "the body ends within a string");
    }

    /** Goes on with a string at its first escape, and writes its text as it goes. */
    private void scanEscaped(int from) throws JsonSyntaxException {
        int at = from;
        int into = at - tokenBegin;
        byte[] out = roomFor(into + MOST_AT_ONCE);
        System.arraycopy(input, tokenBegin, out, 0, into);
        while (at < end) {
            if (out.length - into < MOST_AT_ONCE) {
                out = roomFor(into + MOST_AT_ONCE);
            }
            byte c = input[at];
            if (c == '\\') {
                if (end - at < 2) {
                    break;
                }
                byte meant = ESCAPES[input[at + 1] & 0xff];
                if (meant != 0) {
                    out[into++] = meant;
                    at += 2;
                } else if (input[at + 1] == 'u') {
                    int unit = scanUnit(at);
                    at += unit > Character.MAX_VALUE ? 12 : 6;
                    into = Utf8.put(unit, out, into);
                } else {
                    throw error(at, "an escape that JSON does not have");
                }
            } else if (c == '"') {
                text = out;
                textBegin = 0;
                textEnd = into;
                tokenEnd = at;
                position = at + 1;
                return;
            } else if (end - at >= Long.BYTES) {
                long eight = (long) LONGS.get(input, at);
                LONGS.set(out, into, eight);
                int length = c < 0 ? Utf8.threes(eight) : PlainText.length(eight);
                if (length == 0) {
                    length = lengthOf(at);
                }
                at += length;
                into += length;
            } else {
                for (int next = at + lengthOf(at); at < next; at++) {
                    out[into++] = input[at];
                }
            }
        }
        throw error(end, "the body ends within a string");
    }

    /** How many bytes the character has that stands for itself here. */
    private int lengthOf(int at) throws JsonSyntaxException {
        byte c = input[at];
        if (c >= 0) {
            if (c < ' ') {
                throw control(at);
            }
            return 1;
        }
        int length = Utf8.sequenceLength(input, at, end);
        if (length == 0) {
            throw notUtf8(at);
        }
        return length;
    }

    /** The array for texts without their escapes, longer than before if it has not so many bytes. */
    private byte[] roomFor(int bytes) {
        if (unescaped.length < bytes) {
            long twice = Math.min(Math.max(FIRST_UNESCAPED, unescaped.length * 2L), Integer.MAX_VALUE - 8);
            unescaped = Arrays.copyOf(unescaped, Math.max(bytes, (int) twice));
        }
        return unescaped;
    }

    /** The character of an escape {@code \\u}, or of a pair of them; a lone surrogate is noted. */
    private int scanUnit(int at) throws JsonSyntaxException {
        int unit = scanHex(at);
        if (Character.isHighSurrogate((char) unit) && end - at >= 8 && input[at + 6] == '\\' && input[at + 7] == 'u') {
            int low = scanHex(at + 6);
            if (Character.isLowSurrogate((char) low)) {
                return Character.toCodePoint((char) unit, (char) low);
            }
        }
        loneSurrogate |= Character.isSurrogate((char) unit);
        return unit;
    }

    private int afterMultiByte(int from) throws JsonSyntaxException {
        int at = from;
        do {
            int length = end - at < Long.BYTES ? 0 : Utf8.threes((long) LONGS.get(input, at));
            at += length == 0 ? lengthOf(at) : length;
        } while (at < end && input[at] < 0);
        return at;
    }

    /** Scans a number into {@link #number()}; the caller has seen its first character. */
    void scanNumber() throws JsonSyntaxException {
        int length = number.scan(input, position, end);
        if (length == 0) {
            throw unexpected("a number");
        }
        position += length;
    }

    /** Passes over a value of any kind. */
    void skipValue() throws JsonSyntaxException {
        switch (peek()) {
            case '{' -> {
                for (boolean more = begin('}'); more; more = next('}')) {
                    scanKey();
                    skipValue();
                }
            }
            case '[' -> {
                for (boolean more = begin(']'); more; more = next(']')) {
                    skipValue();
                }
            }
            case '"' -> scanString();
            case 't', 'f' -> readBool();
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> scanNumber();
            default -> throw unexpected("a value");
        }
    }

    void requireEnd() throws JsonSyntaxException {
        if (!atEnd()) {
            throw unexpected("nothing after the value");
        }
    }

    /** The text of a string that was scanned, whose content is in this range; for messages. */
    String text(int from, int to) {
        JsonReader again = new JsonReader(input, from - 1, to - from + 2, maxDepth);
        try {
            again.scanString();
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("no string has been scanned from " + from + " to " + to, e);
        }
        return new String(again.text, again.textBegin, again.textEnd - again.textBegin, StandardCharsets.UTF_8);
    }

    private int scanHex(int at) throws JsonSyntaxException {
        int value = end - at < 6 ? -1 : hex(at + 2);
        if (value < 0) {
            throw error(at, "\\u without four hexadecimal digits");
        }
        return value;
    }

    private int hex(int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = input[i] < 0 ? -1 : Character.digit(input[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private void literal(String word) throws JsonSyntaxException {
        for (int i = 0; i < word.length(); i++) {
            if (position + i >= end || input[position + i] != word.charAt(i)) {
                throw unexpected(word);
            }
        }
        position += word.length();
    }

    private JsonSyntaxException unexpected(String expected) {
        if (atEnd()) {
            return error(end, "the body ends (expected: " + expected + ")");
        }
        byte c = input[position];
        String found = c > ' ' && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c & 0xff);
        return error(position, found + " (expected: " + expected + ")");
    }

    private JsonSyntaxException control(int at) {
        return error(at, String.format("control character U+%04X in a string", (int) input[at]));
    }

    private JsonSyntaxException notUtf8(int at) {
        return error(at, String.format("byte 0x%02x is not valid UTF-8", input[at] & 0xff));
    }

    private JsonSyntaxException error(int at, String message) {
        return new JsonSyntaxException(true, message + " at " + place(at));
    }

    /** Line and column, both from 1 and in characters, and the byte from 0. */
    private String place(int at) {
        int line = 1;
        int column = 1;
        for (int i = begin; i < at; i++) {
            if (input[i] == '\n') {
                line++;
                column = 1;
            } else if ((input[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return "line " + line + ", column " + column + " (byte " + (at - begin) + ")";
    }
}
