package io.turnpike.connector;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * As much JSON (RFC 8259) as the gateway's small answers need: checks a whole document, and keeps the text members of its
 * outermost object. Used up by one call of {@link #texts}.
 */
final class FlatJson {

    private static final int MAX_DEPTH = 32;

    private final String in;
    private int at;

    private FlatJson(String in) {
        this.in = in;
    }

    /**
     * The members of a JSON object whose values are texts; other members are checked and left out.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    static Map<String, String> texts(String json) {
        FlatJson parser = new FlatJson(json);
        Map<String, String> texts = new HashMap<>();
        parser.space();
        parser.object(texts, 0);
        parser.space();
        if (parser.at != json.length()) {
            throw parser.fault("the end");
        }
        return texts;
    }

    /** A text as a JSON string, quotes included. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private void object(Map<String, String> texts, int depth) {
        open('{', depth);
        if (ends('}')) {
            return;
        }
        do {
            space();
            String name = string();
            space();
            expect(':');
            space();
            if (peek() == '"') {
                texts.put(name, string());
            } else {
                value(depth + 1);
            }
            space();
        } while (comma());
        expect('}');
    }

    private void array(int depth) {
        open('[', depth);
        if (ends(']')) {
            return;
        }
        do {
            space();
            value(depth + 1);
            space();
        } while (comma());
        expect(']');
    }

    private void value(int depth) {
        switch (peek()) {
            case '"' -> string();
            case '{' -> object(new HashMap<>(), depth);
            case '[' -> array(depth);
            default -> word();
        }
    }

    private void word() {
        int start = at;
        while (at < in.length() && ",]} \t\r\n".indexOf(in.charAt(at)) < 0) {
            at++;
        }
        if (!in.substring(start, at).matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            at = start;
            throw fault("a value");
        }
    }

    private String string() {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (peek() != '"') {
            char c = next();
            if (c < ' ') {
                throw fault("no control character in a text");
            }
            text.append(c == '\\' ? escape() : c);
        }
        at++;
        return text.toString();
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(next(), 16);
                    if (digit < 0) {
                        throw fault("four hexadecimal digits");
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw fault("an escape");
        };
    }

    private void open(char bracket, int depth) {
        if (depth > MAX_DEPTH) {
            throw fault("at most " + MAX_DEPTH + " levels");
        }
        expect(bracket);
    }

    private boolean ends(char bracket) {
        space();
        if (peek() != bracket) {
            return false;
        }
        at++;
        return true;
    }

    private boolean comma() {
        if (peek() != ',') {
            return false;
        }
        at++;
        return true;
    }

    private void space() {
        while (at < in.length() && " \t\r\n".indexOf(in.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw fault("'" + c + "'");
        }
        at++;
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        if (at >= in.length()) {
            throw fault("more text");
        }
        return in.charAt(at);
    }

    private IllegalArgumentException fault(String expected) {
        return new IllegalArgumentException(
                "not the JSON of a gateway: character " + at + " (expected: " + expected + ")");
    }
}
