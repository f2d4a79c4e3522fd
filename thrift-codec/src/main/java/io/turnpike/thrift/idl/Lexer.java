package io.turnpike.thrift.idl;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an IDL text into tokens, as {@code thriftl.ll} of the Apache Thrift compiler does. Every character is looked at a
 * bounded number of times. Faults are collected and skipped; a text with too many of them ends early.
 */
final class Lexer {

    /** Longest identifier taken; keeps name resolution cheap whatever the input. */
    static final int MAX_IDENTIFIER_CHARS = 512;

    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    /** More digits than any 64-bit number has, leading zeros aside. */
    private static final int MAX_DIGITS = 20;

    private static final String SYMBOLS = ":;,{}()=<>[]*&";

    private final SourceText source;
    private final String text;
    private final FaultCollector faults;
    private int at;
    private String doc = "";
    private boolean truncated;

    Lexer(SourceText source, FaultCollector faults) {
        this.source = source;
        this.text = source.text();
        this.faults = faults;
        this.at = text.startsWith("\uFEFF") ? 1 : 0;
    }

    /** Whether an unterminated comment, or too many faults, hid the rest of the text. */
    boolean isTruncated() {
        return truncated;
    }

    /** The next token; {@link Token.Kind#END} for ever once the text is used up. */
    Token next() {
        doc = "";
        while (skipBlanks()) {
            char c = text.charAt(at);
            if (isIdentifierStart(c)) {
                return identifier();
            }
            if (c == '"' || c == '\'') {
                return literal(c);
            }
            if (c == '+' || c == '-' || c == '.' || isDigit(c)) {
                Token number = number();
                if (number != null) {
                    return number;
                }
                continue;
            }
            if (SYMBOLS.indexOf(c) >= 0) {
                at++;
                return token(Token.Kind.SYMBOL, at - 1, String.valueOf(c));
            }
            unexpectedCharacters();
        }
        return token(Token.Kind.END, text.length(), "");
    }

    /** Skips white space and comments; false at the end of the text. */
    private boolean skipBlanks() {
        if (faults.isFull(source)) {
            truncated = true;
            at = text.length();
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else if (c == '#' || text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void blockComment() {
        int close = text.indexOf("*/", at + 2);
        if (close < 0) {
            faults.add(source, at, "comment is not closed (expected: */ before the end of the text)");
            truncated = true;
            at = text.length();
            return;
        }
        if (text.charAt(at + 2) == '*' && !isOnlyStars(at + 3, close)) {
            String comment = DocComments.clean(text.substring(at + 3, close));
            if (!comment.isEmpty()) {
                doc = comment;
            }
        }
        at = close + 2;
    }

    /** A line of stars documents nothing. */
    private boolean isOnlyStars(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '*') {
                return false;
            }
        }
        return true;
    }

    private Token identifier() {
        int start = at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isIdentifierPart(c)) {
                at++;
            } else if (c == '.' && at + 1 < text.length() && isIdentifierPart(text.charAt(at + 1))) {
                at += 2;
            } else {
                break;
            }
        }
        if (at - start > MAX_IDENTIFIER_CHARS) {
            faults.add(
                    source,
                    start,
                    "identifier of " + (at - start) + " characters (expected: at most " + MAX_IDENTIFIER_CHARS + ')');
            return token(Token.Kind.IDENTIFIER, start, text.substring(start, start + MAX_IDENTIFIER_CHARS));
        }
        String word = text.substring(start, at);
        if (word.equals("true")) {
            return integer(start, 1);
        }
        if (word.equals("false")) {
            return integer(start, 0);
        }
        return token(Token.Kind.IDENTIFIER, start, word);
    }

    /** A number, or null after a fault when there is none here. */
    private @Nullable Token number() {
        int start = at;
        int digits = text.charAt(at) == '+' || text.charAt(at) == '-' ? at + 1 : at;
        if (text.startsWith("0x", digits) && digits + 2 < text.length() && isHexDigit(text.charAt(digits + 2))) {
            at = digits + 2;
            while (at < text.length() && isHexDigit(text.charAt(at))) {
                at++;
            }
            return integer(start, digits + 2, 16);
        }
        int end = skipDigits(digits);
        boolean whole = true;
        if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
            end = skipDigits(end + 1);
            whole = false;
        }
        if (end == digits) {
            at = digits;
            if (at == start) {
                unexpectedCharacters();
            } else {
                faults.add(
                        source, start, "unexpected '" + text.charAt(start) + "' (expected: a number after the sign)");
            }
            return null;
        }
        int exponent = exponentEnd(end);
        if (exponent > end) {
            end = exponent;
            whole = false;
        }
        at = end;
        if (whole) {
            return integer(start, digits, 10);
        }
        double value = Double.parseDouble(text.substring(start, at));
        return new Token(Token.Kind.DOUBLE, start, at, text.substring(start, at), 0, value, doc);
    }

    private int exponentEnd(int from) {
        if (from < text.length() && (text.charAt(from) == 'e' || text.charAt(from) == 'E')) {
            int digits = from + 1;
            if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
                digits++;
            }
            int end = skipDigits(digits);
            return end > digits ? end : from;
        }
        return from;
    }

    private int skipDigits(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private Token integer(int start, int digits, int radix) {
        int first = digits;
        while (first < at - 1 && text.charAt(first) == '0') {
            first++;
        }
        BigInteger value =
                at - first > MAX_DIGITS ? MAX_LONG.shiftLeft(1) : new BigInteger(text.substring(first, at), radix);
        boolean negative = text.charAt(start) == '-';
        BigInteger signed = negative ? value.negate() : value;
        if (signed.compareTo(MAX_LONG) > 0 || signed.compareTo(MIN_LONG) < 0) {
            faults.add(source, start, "integer " + Words.quote(text, start, at) + " (expected: -2^63 to 2^63-1)");
            return integer(start, 0);
        }
        return integer(start, signed.longValueExact());
    }

    private Token integer(int start, long value) {
        return new Token(Token.Kind.INTEGER, start, at, text.substring(start, Math.min(at, start + 64)), value, 0, doc);
    }

    private Token literal(char mark) {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == mark) {
                at++;
                return token(Token.Kind.LITERAL, start, content.toString());
            }
            if (c == '\n') {
                break;
            }
            at++;
            if (c == '\\' && at < text.length()) {
                escape(content);
            } else {
                content.append(c);
            }
        }
        faults.add(source, start, "string is not closed (expected: " + mark + " before the end of the line)");
        return token(Token.Kind.LITERAL, start, content.toString());
    }

    private void escape(StringBuilder content) {
        char c = text.charAt(at);
        switch (c) {
            case 'r' -> content.append('\r');
            case 'n' -> content.append('\n');
            case 't' -> content.append('\t');
            case '"', '\'', '\\' -> content.append(c);
            default -> {
                faults.add(
                        source,
                        at - 1,
                        "escape \\" + Words.printable(c) + " (expected: \\r, \\n, \\t, \\\", \\' or \\\\)");
                if (c == '\n') {
                    return;
                }
            }
        }
        at++;
    }

    /** Reports a run of characters that cannot start a token, once, and skips it. */
    private void unexpectedCharacters() {
        int start = at;
        do {
            at++;
        } while (at < text.length() && !isTokenStart(text.charAt(at)));
        faults.add(
                source,
                start,
                "unexpected " + Words.quote(text, start, at) + " (expected: a name, number, text or symbol)");
    }

    private static boolean isTokenStart(char c) {
        return isIdentifierPart(c)
                || c <= ' '
                || c == '"'
                || c == '\''
                || c == '+'
                || c == '-'
                || c == '#'
                || c == '/'
                || SYMBOLS.indexOf(c) >= 0;
    }

    private Token token(Token.Kind kind, int start, String content) {
        return new Token(kind, start, at, content, 0, 0, doc);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c);
    }
}
