package io.turnpike.gateway.exchange;

import java.util.regex.Pattern;

/** Text from outside, made fit for a log: whoever sends it can neither forge lines nor flood. */
public final class LogText {

    private static final int MAX_CHARACTERS = 500;

    private static final Pattern USER_INFORMATION = Pattern.compile("//.*@", Pattern.DOTALL);

    private LogText() {}

    /** The text, cut after so many characters where it is longer. */
    public static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    /**
     * The text without the user and the password of a URL in it (RFC 3986, section 3.2.1): what is between {@code //} and the last {@code @} is
     * left out. That may be too much; a password may have any character, and not all who write one escape it.
     */
    public static String withoutUser(String text) {
        return USER_INFORMATION.matcher(text).replaceFirst("//…@");
    }

    /** The text on one line: control characters and line separators become blanks, what is beyond 500 characters is cut. */
    public static String oneLine(String text) {
        int length = Math.min(text.length(), MAX_CHARACTERS);
        StringBuilder line = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return length < text.length() ? line.append('…').toString() : line.toString();
    }
}
