package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Strict pull reader of JSON (RFC 8259) over bytes. What is passed over is checked like what is read. A string or number
 * that was scanned is a range of the input; only a string with escapes is copied.
 */
final class JsonReader {

    private static final int FIRST_UNESCAPED = 64;

    private final byte[] input;
    private final int begin;
    private final int end;
    private final int maxDepth;
    private final Decimal number = new Decimal();
    private final StringScanner strings;

    /** The text of a string that has escapes; made when the first is scanned. */
    private @Nullable ByteSink unescaped;

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
        this.strings = new StringScanner(input, end);
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

    /** Whether the string taken last has an escaped surrogate without its partner, so that it is no Unicode text. */
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

    /** Takes the key that is next, its quotes and its colon if they are just these bytes. */
    boolean tryKey(JsonKey expected) {
        if (!expected.isAt(input, position, end)) {
            return false;
        }
        position += expected.length();
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
        int from = position + 1;
        int to = strings.plainEnd(from);
        text = input;
        textBegin = from;
        textEnd = to;
        loneSurrogate = false;
        if (to < end && input[to] == '\\') {
            to = unescape(from);
        }
        endString(from, to);
    }

    /** Takes a string and appends its text; the caller has seen its quote. Of a fault, what was appended is void. */
    void copyString(ByteSink sink) throws JsonSyntaxException {
        int from = position + 1;
        int to = strings.copy(from, sink);
        loneSurrogate = strings.loneSurrogate();
        endString(from, to);
    }

    /**
     * Takes a string of base64 and appends what it stands for; the caller has seen its quote. If it answers false nothing is
     * taken, and what was appended is void: there are escapes, or no base64, or no end.
     */
    boolean tryBase64(ByteSink sink) {
        int from = position + 1;
        int quote = Base64Text.decodeToQuote(input, from, end, sink);
        if (quote < 0) {
            return false;
        }
        tokenBegin = from;
        tokenEnd = quote;
        position = quote + 1;
        return true;
    }

    private int unescape(int from) {
        ByteSink sink = unescaped;
        if (sink == null) {
            sink = new ByteSink(FIRST_UNESCAPED);
            unescaped = sink;
        }
        sink.truncate(0);
        int to = strings.copy(from, sink);
        loneSurrogate = strings.loneSurrogate();
        text = sink.array();
        textBegin = 0;
        textEnd = sink.size();
        return to;
    }

    private void endString(int from, int to) throws JsonSyntaxException {
        if (to >= end || input[to] != '"') {
            throw stringFault(to);
        }
        tokenBegin = from;
        tokenEnd = to;
        position = to + 1;
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

    /** What is wrong at a place within a string, where it cannot go on. */
    private JsonSyntaxException stringFault(int at) {
        if (at == end || (input[at] == '\\' && end - at < 2)) {
            return error(end, "the body ends within a string");
        }
        byte c = input[at];
        if (c < 0) {
            return error(at, String.format("byte 0x%02x is not valid UTF-8", c & 0xff));
        }
        if (c != '\\') {
            return error(at, String.format("control character U+%04X in a string", (int) c));
        }
        return error(
                at, input[at + 1] == 'u' ? "\\u without four hexadecimal digits" : "an escape that JSON does not have");
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
