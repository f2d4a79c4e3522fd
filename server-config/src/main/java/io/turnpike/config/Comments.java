package io.turnpike.config;

/** Blanks out {@code //} and block comments, so that what is left is plain JSON with every character at its old place. */
final class Comments {

    private Comments() {}

    /** Returns {@code text} with comments turned into spaces; line breaks stay. A block comment without end reaches to the end. */
    static String blank(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int end = endOfToken(text, i);
            boolean comment = text.startsWith("//", i) || text.startsWith("/*", i);
            for (; i < end; i++) {
                char c = text.charAt(i);
                out.append(comment && c != '\n' && c != '\r' ? ' ' : c);
            }
        }
        return out.toString();
    }

    /** The end of the comment, the string or the single character that starts at {@code start}. */
    private static int endOfToken(String text, int start) {
        if (text.startsWith("//", start)) {
            int i = start;
            while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
                i++;
            }
            return i;
        }
        if (text.startsWith("/*", start)) {
            int close = text.indexOf("*/", start + 2);
            return close < 0 ? text.length() : close + 2;
        }
        return text.charAt(start) == '"' ? endOfString(text, start) : start + 1;
    }

    private static int endOfString(String text, int start) {
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"' && text.charAt(i) != '\n') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, text.length());
    }
}
