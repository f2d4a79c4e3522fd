package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.PathPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request's path becomes by the {@code Path} of an HTTP target: {@code {name}} is replaced by the segment that the template of that
 * name took, a star at the end by what the star at the end of the route's path took; both as the client sent them, percent-encoded.
 * Immutable.
 */
final class PathRewrite {

    private final List<Part> parts = new ArrayList<>();
    private final PathPattern pattern;

    /**
     * A piece of the new path.
     *
     * @param text as it stands there; empty if it is taken from the request
     * @param segment which of the request's segments stands there; -1: none; {@link #REST}: all that the star took
     */
    private record Part(String text, int segment) {}

    private static final int REST = Integer.MAX_VALUE;

    /**
     * @param template the {@code Path}
     * @param pattern the path of the route
     * @throws IllegalArgumentException if the template names what the route's path has not
     */
    PathRewrite(String template, PathPattern pattern) {
        this.pattern = pattern;
        int at = 0;
        while (at < template.length()) {
            int brace = template.indexOf('{', at);
            int star = template.endsWith("*") ? template.length() - 1 : -1;
            int next = brace >= 0 ? brace : star >= 0 ? star : template.length();
            if (next > at) {
                parts.add(new Part(template.substring(at, next), -1));
            }
            if (next == brace) {
                int end = template.indexOf('}', brace);
                parts.add(new Part("", segment(end < 0 ? "" : template.substring(brace + 1, end), template)));
                at = end + 1;
            } else {
                if (next == star) {
                    requireStar(template);
                    parts.add(new Part("", REST));
                }
                at = template.length();
            }
        }
    }

    private int segment(String name, String template) {
        List<PathPattern.Segment> segments = pattern.segments();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).template() && segments.get(i).text().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Path: " + template + " has the template {" + name
                + "}, which the route's path /" + pattern + " has not");
    }

    private void requireStar(String template) {
        if (lastKind() != PathPattern.Kind.REST && lastKind() != PathPattern.Kind.PREFIX) {
            throw new IllegalArgumentException(
                    "Path: " + template + " has a star at its end, which the route's path /" + pattern + " has not");
        }
    }

    private PathPattern.@Nullable Kind lastKind() {
        List<PathPattern.Segment> segments = pattern.segments();
        return segments.isEmpty() ? null : segments.get(segments.size() - 1).kind();
    }

    /** The new path of a request whose path the route's pattern takes. */
    String of(String path) {
        List<String> segments = segments(path);
        StringBuilder made = new StringBuilder();
        for (Part part : parts) {
            if (part.segment() == REST) {
                made.append(rest(segments));
            } else if (part.segment() >= 0) {
                made.append(part.segment() < segments.size() ? segments.get(part.segment()) : "");
            } else {
                made.append(part.text());
            }
        }
        return made.length() == 0 ? "/" : made.toString();
    }

    private String rest(List<String> segments) {
        int last = pattern.segments().size() - 1;
        String rest = last < segments.size() ? String.join("/", segments.subList(last, segments.size())) : "";
        return lastKind() == PathPattern.Kind.PREFIX
                ? rest.substring(
                        encodedLength(rest, pattern.segments().get(last).text()))
                : rest;
    }

    /** How many characters of an encoded text a decoded beginning takes. */
    private static int encodedLength(String encoded, String beginning) {
        int bytes = beginning.getBytes(StandardCharsets.UTF_8).length;
        int at = 0;
        while (bytes > 0 && at < encoded.length()) {
            int next = encoded.charAt(at) == '%' ? at + 3 : encoded.offsetByCodePoints(at, 1);
            bytes -=
                    encoded.charAt(at) == '%' ? 1 : encoded.substring(at, next).getBytes(StandardCharsets.UTF_8).length;
            at = next;
        }
        return Math.min(at, encoded.length());
    }

    /** Split as {@link io.turnpike.gateway.routing.rule.RequestPath} does, but not decoded, and with the slash at the end. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        String[] sent = path.substring(1).split("/", -1);
        for (int i = 0; i < sent.length; i++) {
            String plain = sent[i].replace("%2e", ".").replace("%2E", ".");
            boolean last = i == sent.length - 1;
            if (plain.equals("..") && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            }
            if (plain.equals(".") || plain.equals("..")) {
                if (last) {
                    segments.add("");
                }
            } else {
                segments.add(sent[i]);
            }
        }
        return segments;
    }
}
