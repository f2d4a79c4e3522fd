package io.turnpike.gateway.exchange;

/** What the texts of an HTTP message may be made of. Stateless; asked several times for each request, so without streams and patterns. */
public final class HttpText {

    /** What a token is made of beside letters and digits (RFC 9110, section 5.6.2). */
    public static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

    private static final char DELETE = 0x7f;
    private static final char LAST_OCTET = 0xff;

    private HttpText() {}

    /** Whether it is a token: the name of a method or of a field. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && TOKEN_PUNCTUATION.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether it is a letter or a digit of ASCII. */
    public static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Whether it has neither blanks nor control characters; an empty one has none. */
    public static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == DELETE) {
                return false;
            }
        }
        return true;
    }

    /** Whether it can be the value of a field (RFC 9110, section 5.5): it has no control characters but tabs. */
    public static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == DELETE) {
                return false;
            }
        }
        return true;
    }

    /** Whether each character is one octet on the wire. */
    public static boolean isOctets(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LAST_OCTET) {
                return false;
            }
        }
        return true;
    }
}
