package io.turnpike.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A path below a service, segment by segment; each segment is a literal text or a template that takes any one text.
 *
 * @param segments at least one
 */
record PathPattern(List<Segment> segments) {

    /**
     * One segment.
     *
     * @param text the literal, decoded; or the template's name
     * @param template which of the two it is
     */
    record Segment(String text, boolean template) {

        @Override
        public String toString() {
            return template ? '{' + text + '}' : text;
        }
    }

    PathPattern {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a {@code MethodPath}: {@code a/{name}/b}, with or without leading slash and with or without one trailing slash.
     * The text is decoded already: a percent sign stands for itself.
     *
     * @throws IllegalArgumentException if it is no path; the message says why
     */
    static PathPattern parse(String methodPath) {
        return parse(methodPath, PathPattern::braced);
    }

    /**
     * Reads a path of the CloudWeGo annotations: {@code /a/:name/b}.
     *
     * @throws IllegalArgumentException if it is no path; the message says why
     */
    static PathPattern parseAnnotation(String path) {
        return parse(path, PathPattern::colon);
    }

    /** The names of the templates, in order. */
    List<String> names() {
        return segments.stream().filter(Segment::template).map(Segment::text).toList();
    }

    /** A key that two paths share if they take the same requests: the path with nameless templates. Not for display. */
    String shape() {
        return segments.stream().map(s -> s.template() ? "\0" : s.text()).collect(Collectors.joining("/"));
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
            segments.add(reader.read(checked(text)));
        }
        return new PathPattern(segments);
    }

    private static String checked(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the path has an empty segment (expected: text between slashes)");
        }
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
        return text;
    }

    private static Segment braced(String text) {
        if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
            return new Segment(text, false);
        }
        String name = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : "";
        return new Segment(checkedName(name, text, "{name}"), true);
    }

    private static Segment colon(String text) {
        if (text.startsWith("*")) {
            throw new IllegalArgumentException(
                    "the segment \"" + text + "\" is a wildcard (expected: a literal, or :name for one segment)");
        }
        return text.startsWith(":")
                ? new Segment(checkedName(text.substring(1), text, ":name"), true)
                : new Segment(text, false);
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
