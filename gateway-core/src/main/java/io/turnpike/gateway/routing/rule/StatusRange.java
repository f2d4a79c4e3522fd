package io.turnpike.gateway.routing.rule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP statuses from one to another.
 *
 * @param first the least, 100 or more
 * @param last the greatest, 599 or less
 */
public record StatusRange(int first, int last) {

    private static final Pattern SYNTAX = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

    /**
     * Reads {@code 200} or {@code 200-399}.
     *
     * @throws IllegalArgumentException if it is neither; the message says why
     */
    public static StatusRange parse(String text) {
        Matcher range = SYNTAX.matcher(text);
        if (range.matches()) {
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first <= last) {
                return new StatusRange(first, last);
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no status (expected: 100 to 599, or a range such as 200-399)");
    }

    /** Whether a status is one of these. */
    public boolean contains(int status) {
        return status >= first && status <= last;
    }
}
