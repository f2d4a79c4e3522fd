package io.turnpike.connector;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * As much JSON (RFC 8259) as the gateway's small answers and a {@code serviceConfig.json} need: checks a whole document, and keeps
 * members of its outermost object. Used up by one call.
 */
final class FlatJson {

    private static final int MAX_DEPTH = 32;

    private final String in;
    private final boolean file;
    private int at;

    /** @param file whether people write it: with comments, and with numbers and words to be kept */
    private FlatJson(String in, boolean file) {
        this.in = in;
        this.file = file;
    }

    /**
     * The members of a JSON object whose values are texts; other members are checked and left out.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    static Map<String, String> texts(String json) {
        return new FlatJson(json, false).members();
    }

    /**
     * The members of a JSON object in a file, which may have {@code //} and block comments: texts, and numbers and words as they
     * are written; objects, arrays and {@code null} are checked and left out.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    static Map<String, String> scalars(String json) {
        return new FlatJson(json, true).members();
    }

    private Map<String, String> members() {
        Map<String, String> members = new HashMap<>();
        space();
        object(members, 0);
        space();
        if (at != in.length()) {
            throw fault("the end");
        }
        return members;
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
            } else if (file && "{[n".indexOf(peek()) < 0) {
                texts.put(name, word());
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

    private String word() {
        int start = at;
        while (at < in.length() && ",]}/ \t\r\n".indexOf(in.charAt(at)) < 0) {
            at++;
        }
        String word = in.substring(start, at);
        if (!word.matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            at = start;
            throw fault("a value");
        }
        return word;
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
        while (at < in.length() && (" \t\r\n".indexOf(in.charAt(at)) >= 0 || file && comment())) {
            at++;
        }
    }

    /** Goes to the last character of a comment that begins here, if one does. */
    private boolean comment() {
        if (in.startsWith("//", at)) {
            while (at + 1 < in.length() && "\r\n".indexOf(in.charAt(at + 1)) < 0) {
                at++;
            }
            return true;
        }
        if (!in.startsWith("/*", at)) {
            return false;
        }
        int end = in.indexOf("*/", at + 2);
        if (end < 0) {
            throw fault("the end of this comment");
        }
        at = end + 1;
        return true;
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
                file
                        ? place() + " (expected: " + expected + ")"
                        : "not the JSON of a gateway: character " + at + " (expected: " + expected + ")");
    }

    /** Line and column, from 1. */
    private String place() {
        String before = in.substring(0, Math.min(at, in.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return line + ":" + (before.length() - before.lastIndexOf('\n')) + ": no JSON";
    }
}
