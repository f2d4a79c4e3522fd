package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.GatewayException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The paths that a route is for, segment by segment.
 *
 * @param segments no segment at all is the path {@code /}; a {@link Kind#PREFIX} or {@link Kind#REST} stands at the end only
 */
public record PathPattern(List<Segment> segments) {

    /** The longest path of a route. */
    static final int MAX_CHARACTERS = 2_048;

    /** What a segment of a pattern takes; the earlier one is the more specific. */
    public enum Kind {
        /** This text and no other. */
        LITERAL,
        /** A segment that begins with this text, and whatever follows. */
        PREFIX,
        /** Any one segment that is not empty. */
        ONE,
        /** Whatever follows, nothing included. */
        REST
    }

    /**
     * One segment.
     *
     * @param kind what it takes
     * @param text the literal or the beginning, decoded; the name of the template, empty for {@code *}
     */
    public record Segment(Kind kind, String text) {

        /** The segment that takes this text. */
        public static Segment literal(String text) {
            return new Segment(Kind.LITERAL, text);
        }

        /** Whether it is a template: any one segment, under a name. */
        public boolean template() {
            return kind == Kind.ONE && !text.isEmpty();
        }

        /** As a route would have it: what means something else there is encoded. */
        @Override
        public String toString() {
            return switch (kind) {
                case LITERAL -> shown(text);
                case PREFIX -> shown(text) + '*';
                case ONE -> text.isEmpty() ? "*" : '{' + text + '}';
                case REST -> "*";
            };
        }

        private static String shown(String text) {
            return text.replace("%", "%25")
                    .replace("/", "%2F")
                    .replace("*", "%2A")
                    .replace("{", "%7B")
                    .replace("}", "%7D");
        }
    }

    public PathPattern {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a {@code MethodPath}: {@code a/{name}/b}, with or without leading slash and with or without one trailing slash.
     * The text is decoded already: a percent sign stands for itself, and so does a star.
     *
     * @throws IllegalArgumentException if it is no path; the message says why
     */
    public static PathPattern parse(String methodPath) {
        return parse(methodPath, PathPattern::braced);
    }

    /**
     * Reads a path of the CloudWeGo annotations: {@code /a/:name/b}.
     *
     * @throws IllegalArgumentException if it is no path; the message says why
     */
    public static PathPattern parseAnnotation(String path) {
        return parse(path, PathPattern::colon);
    }

    /**
     * Reads the path of a route: {@code /a/{name}/b} as above, percent-encoded where it must be. A segment {@code *} is any one segment,
     * and at the end any rest: {@code /a/*} is {@code /a} and everything below, {@code /a*} is whatever begins so.
     *
     * @throws IllegalArgumentException if it is no path; the message says why
     */
    public static PathPattern parseUri(String uri) {
        if (!uri.startsWith("/")) {
            throw new IllegalArgumentException("the path \"" + uri + "\" does not begin with a slash (expected: one)");
        }
        if (uri.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the path has " + uri.length() + " characters (expected: " + MAX_CHARACTERS + " at most)");
        }
        if (uri.equals("/")) {
            return new PathPattern(List.of());
        }
        PathPattern read = parse(uri, PathPattern::encoded);
        List<Segment> segments = new ArrayList<>(read.segments());
        if (new HashSet<>(read.names()).size() < read.names().size()) {
            throw new IllegalArgumentException("the path " + uri + " has a template twice (expected: each name once)");
        }
        Segment last = segments.get(segments.size() - 1);
        if (last.kind() == Kind.PREFIX && uri.endsWith("/")) {
            throw new IllegalArgumentException(
                    "the path \"" + uri + "\" has a slash behind " + last
                            + ", which takes everything below as well (expected: no slash at the end, or a star as a whole segment)");
        }
        for (Segment segment : segments) {
            if (segment.kind() == Kind.PREFIX && segment != last) {
                throw new IllegalArgumentException(
                        "the segment \"" + segment
                                + "\" has a star before the end of the path (expected: a star at the end, or as a whole segment)");
            }
        }
        if (last.kind() == Kind.ONE && !last.template() && !uri.endsWith("/")) {
            segments.set(segments.size() - 1, new Segment(Kind.REST, ""));
        }
        return new PathPattern(segments);
    }

    /** The names of the templates, in order. */
    public List<String> names() {
        return segments.stream().filter(Segment::template).map(Segment::text).toList();
    }

    /**
     * A key that two paths share if they take the same requests: the path with nameless templates. Not for display. A text may have a
     * slash, which came encoded, but no control character.
     */
    public String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            shape.append('\1');
            if (segment.kind() == Kind.LITERAL) {
                shape.append(segment.text());
            } else {
                shape.append('\0').append(segment.kind()).append(segment.kind() == Kind.PREFIX ? segment.text() : "");
            }
        }
        return shape.toString();
    }

    /** This path below a first segment. */
    public PathPattern below(String first) {
        return new PathPattern(Stream.concat(Stream.of(Segment.literal(first)), segments.stream())
                .toList());
    }

    @Override
    public String toString() {
        return segments.stream().map(Segment::toString).collect(Collectors.joining("/"));
    }

    private interface SegmentReader {
        Segment read(String text);
    }

    private static PathPattern parse(String path, SegmentReader reader) {
        int begin = path.startsWith("/") ? 1 : 0;
        int end = path.endsWith("/") && path.length() > begin ? path.length() - 1 : path.length();
        if (begin >= end) {
            throw new IllegalArgumentException("the path is empty (expected: at least one segment)");
        }
        List<Segment> segments = new ArrayList<>();
        for (String text : path.substring(begin, end).split("/", -1)) {
            Segment segment = reader.read(notEmpty(text));
            if (segment.kind() == Kind.LITERAL || segment.kind() == Kind.PREFIX) {
                check(segment.text());
            }
            segments.add(segment);
        }
        return new PathPattern(segments);
    }

    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the path has an empty segment (expected: text between slashes)");
        }
        return text;
    }

    private static void check(String text) {
        if (text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(
                    "the path has a segment \"" + text + "\" (expected: none, as clients and servers resolve it away)");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7f || c == '?' || c == '#' || c == '\\') {
                throw new IllegalArgumentException(
                        "the path has the character U+%04X (expected: no control characters, ?, # or \\)"
                                .formatted((int) c));
            }
        }
    }

    private static Segment braced(String text) {
        if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
            return Segment.literal(text);
        }
        String name = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : "";
        return new Segment(Kind.ONE, checkedName(name, text, "{name}"));
    }

    private static Segment colon(String text) {
        if (text.startsWith("*")) {
            throw new IllegalArgumentException(
                    "the segment \"" + text + "\" is a wildcard (expected: a literal, or :name for one segment)");
        }
        return text.startsWith(":")
                ? new Segment(Kind.ONE, checkedName(text.substring(1), text, ":name"))
                : Segment.literal(text);
    }

    private static Segment encoded(String text) {
        if (text.equals("*")) {
            return new Segment(Kind.ONE, "");
        }
        int star = text.indexOf('*');
        if (star >= 0 && star < text.length() - 1) {
            throw new IllegalArgumentException(
                    "the segment \"" + text
                            + "\" has a star before its end (expected: a star at the end, or as a whole segment; %2A for the character)");
        }
        Segment segment = braced(star < 0 ? text : text.substring(0, star));
        if (segment.kind() == Kind.ONE) {
            if (star >= 0) {
                throw new IllegalArgumentException(
                        "the segment \"" + text + "\" has a star after a template (expected: one or the other)");
            }
            return segment;
        }
        try {
            return new Segment(star < 0 ? Kind.LITERAL : Kind.PREFIX, RequestPath.decode(segment.text()));
        } catch (GatewayException e) {
            throw new IllegalArgumentException(e.detail(), e);
        }
    }

    private static String checkedName(String name, String segment, String expected) {
        boolean valid = !name.isEmpty()
                && !Character.isDigit(name.charAt(0))
                && name.chars().allMatch(c -> c == '_' || c == '.' || (c < 0x80 && Character.isLetterOrDigit(c)));
        if (!valid) {
            throw new IllegalArgumentException("the segment \"" + segment + "\" is no template (expected: " + expected
                    + " for the whole segment, where name is a field's name)");
        }
        return name;
    }
}
