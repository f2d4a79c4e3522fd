package io.turnpike.gateway.routing.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the path of a request to an HTTP node becomes: {@code /v2/{ID}/*}. It is read like the path of a route, but what is written into it goes
 * out as it stands, so it has only characters that a path may have (RFC 3986, section 3.3), and a star only as its last segment.
 *
 * @param pattern what was read
 */
record RewriteTemplate(PathPattern pattern) {

    private static final String ALLOWED = "-._~!$&'()+,;=:@%/";

    /**
     * Reads a rewrite.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static RewriteTemplate parse(String text) {
        PathPattern pattern = PathPattern.parseUri(text);
        List<PathPattern.Segment> segments = pattern.segments();
        for (PathPattern.Segment segment : segments) {
            boolean star = segment.kind() == PathPattern.Kind.PREFIX
                    || (segment.kind() == PathPattern.Kind.ONE && !segment.template());
            if (star) {
                throw new IllegalArgumentException("the segment \"" + segment + "\" of " + text
                        + " has a star (expected: none but the last segment, without a slash behind it)");
            }
        }
        requireCharacters(text, "{}*");
        return new RewriteTemplate(pattern);
    }

    /**
     * Requires that a text has only what may stand in a path, and whole percent-encodings.
     *
     * @param others characters that may stand in it as well
     * @throws IllegalArgumentException if it has another character; the message says which
     */
    static void requireCharacters(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && ALLOWED.indexOf(c) < 0 && others.indexOf(c) < 0) {
                throw new IllegalArgumentException(
                        "the path has the character U+%04X (expected: it percent-encoded)".formatted((int) c));
            }
            if (c == '%' && !(isHex(text, i + 1) && isHex(text, i + 2))) {
                throw new IllegalArgumentException(
                        "the path has a % that encodes nothing (expected: two hexadecimal digits after it)");
            }
        }
    }

    private static boolean isHex(String text, int index) {
        return index < text.length() && text.charAt(index) < 0x80 && Character.digit(text.charAt(index), 16) >= 0;
    }

    /** The templates of which a path of the route has none. */
    Set<String> missingIn(PathPattern uri) {
        Set<String> missing = new HashSet<>(pattern.names());
        missing.removeAll(new HashSet<>(uri.names()));
        return missing;
    }

    /** Whether it ends in a star, and so needs what the star at the end of a route's path took. */
    boolean endsInRest() {
        return endsInRest(pattern);
    }

    /** Whether a path ends in a star that takes any rest, segment by segment. */
    static boolean endsInRest(PathPattern path) {
        List<PathPattern.Segment> segments = path.segments();
        return !segments.isEmpty() && segments.get(segments.size() - 1).kind() == PathPattern.Kind.REST;
    }
}
