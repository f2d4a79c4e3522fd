package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Strict pull reader of JSON (RFC 8259) over bytes. What is passed over is checked like what is read. A string or number
 * that was scanned is a range of the input; nothing is copied until it is asked for.
 */
final class JsonReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** By the character that follows a backslash: what it stands for, or 0. */
    private static final byte[] ESCAPES = new byte[128];

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

    private final byte[] input;
    private final int begin;
    private final int end;
    private final int maxDepth;
    private int position;
    private int depth;

    private int tokenBegin;
    private int tokenEnd;
    private boolean escaped;
    private boolean loneSurrogate;

    JsonReader(byte[] input, int offset, int length, int maxDepth) {
        this.input = input;
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

    /** Where the content of the token scanned last begins; of a string, after its quote. */
    int tokenBegin() {
        return tokenBegin;
    }

    int tokenEnd() {
        return tokenEnd;
    }

    /** Whether the string scanned last has escapes, so that its range is not its text. */
    boolean escaped() {
        return escaped;
    }

    /** Whether the string scanned last has an escaped surrogate without its partner, so that it is no Unicode text. */
    boolean loneSurrogate() {
        return loneSurrogate;
    }

    /** First byte of the next token, which is not taken; 0 at the end. */
    byte peek() {
        while (position < end) {
            byte c = input[position];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return c;
            }
            position++;
        }
        return 0;
    }

    boolean atEnd() {
        peek();
        return position == end;
    }

    /** Takes what begins an object or array; answers whether it has a member. */
    boolean begin(char open, char close) throws JsonSyntaxException {
        expect(open);
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
        expect(':');
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
        escaped = false;
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
                tokenEnd = at;
                position = at + 1;
                return;
            }
            if (c == '\\') {
                at = scanEscape(at);
            } else if (c >= ' ') {
                at++;
            } else if (c >= 0) {
                throw error(at, String.format("control character U+%04X in a string", (int) c));
            } else {
                do {
                    int length = Utf8.sequenceLength(input, at, end);
                    if (length == 0) {
                        throw error(at, String.format("byte 0x%02x is not valid UTF-8", input[at] & 0xff));
                    }
                    at += length;
                } while (at < end && input[at] < 0);
            }
        }
        throw error(end, "the body ends within a string");
    }

    /** Scans a number. */
    void scanNumber() throws JsonSyntaxException {
        peek();
        tokenBegin = position;
        int length = Decimal.numberLength(input, position, end);
        if (length == 0) {
            throw unexpected("a number");
        }
        position += length;
        tokenEnd = position;
    }

    /** Passes over a value of any kind. */
    void skipValue() throws JsonSyntaxException {
        switch (peek()) {
            case '{' -> {
                for (boolean more = begin('{', '}'); more; more = next('}')) {
                    scanKey();
                    skipValue();
                }
            }
            case '[' -> {
                for (boolean more = begin('[', ']'); more; more = next(']')) {
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

    /** Appends the text of a string that was scanned, escapes resolved. */
    void copyText(int from, int to, ByteSink out) {
        out.reserve(to - from + Long.BYTES);
        byte[] text = out.array();
        int begin = out.size();
        int into = begin;
        for (int at = from; at < to; ) {
            if (to - at >= Long.BYTES) {
                long eight = (long) LONGS.get(input, at);
                LONGS.set(text, into, eight);
                int plain = PlainText.length(eight);
                at += plain;
                into += plain;
                if (plain == Long.BYTES) {
                    continue;
                }
            }
            while (at < to && input[at] != '\\') {
                text[into++] = input[at++];
            }
            while (at < to && input[at] == '\\') {
                int kind = input[at + 1];
                if (kind != 'u') {
                    text[into++] = ESCAPES[kind];
                    at += 2;
                    continue;
                }
                int unit = hex(at + 2);
                at += 6;
                if (Character.isHighSurrogate((char) unit) && at < to && input[at] == '\\' && input[at + 1] == 'u') {
                    int low = hex(at + 2);
                    if (Character.isLowSurrogate((char) low)) {
                        unit = Character.toCodePoint((char) unit, (char) low);
                        at += 6;
                    }
                }
                into = Utf8.put(unit, text, into);
            }
        }
        out.advance(into - begin);
    }

    /** The text of a string that was scanned; for messages. */
    String text(int from, int to) {
        ByteSink text = new ByteSink(to - from);
        copyText(from, to, text);
        return new String(text.array(), 0, text.size(), StandardCharsets.UTF_8);
    }

    private int scanEscape(int at) throws JsonSyntaxException {
        escaped = true;
        if (end - at < 2) {
            throw error(end, "the body ends within a string");
        }
        if (input[at + 1] != 'u') {
            if (input[at + 1] < 0 || ESCAPES[input[at + 1]] == 0) {
                throw error(at, "an escape that JSON does not have");
            }
            return at + 2;
        }
        char unit = (char) scanHex(at);
        if (Character.isLowSurrogate(unit)) {
            loneSurrogate = true;
        } else if (Character.isHighSurrogate(unit)) {
            if (end - at >= 8 && input[at + 6] == '\\' && input[at + 7] == 'u') {
                if (Character.isLowSurrogate((char) scanHex(at + 6))) {
                    return at + 12;
                }
            }
            loneSurrogate = true;
        }
        return at + 6;
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

    private void expect(char c) throws JsonSyntaxException {
        if (peek() != c) {
            throw unexpected("'" + c + "'");
        }
        position++;
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
