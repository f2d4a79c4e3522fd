package io.turnpike.gateway.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which requests are answered at which port, where administration has one of its own: there the admin API, at every other port calls and
 * servers that connect, and health at both. What a path begins with is looked at as it stands in the request line and as the most generous
 * readers could understand it (percent signs decoded, parameters cut off, dots resolved, slashes that were encoded taken for slashes or not), so that nobody who comes after the decision
 * understands another thing by it.
 *
 * @param port of administration; empty: it has none of its own
 * @param server what the server answers by itself: its health at both, the rest at the port of administration
 */
record AdminPort(OptionalInt port, ServerPaths server) {

    private static final Set<String> ADMINISTRATION = Set.of("admin", "register", "update", "owners", "status");
    private static final Set<String> BOTH = Set.of("ping", "health");
    private static final String HEARTBEAT = "POST";

    /** A regular expression that matches nothing. */
    private static final String NEVER = "(?!)";

    /**
     * Whether there is anything at a path for whoever came in by a port.
     *
     * @param localPort at which the connection was accepted
     * @param method the HTTP method: a POST to {@code /health} is a heartbeat
     * @param path as in the request line, below the context root
     */
    boolean serves(int localPort, String method, String path) {
        if (port.isEmpty()) {
            return true;
        }
        List<String> readings = List.of(firstWritten(path), firstMeant(path, "[/\\\\]"), firstMeant(path, NEVER));
        return isAt(localPort)
                ? readings.stream().allMatch(first -> isHere(method, first))
                : readings.stream().noneMatch(this::isAdministration);
    }

    /** Whether a connection was accepted at the port of administration. */
    boolean isAt(int localPort) {
        return port.isPresent() && localPort == port.getAsInt();
    }

    private boolean isHere(String method, String first) {
        return isAdministration(first)
                || server.health().contains(first)
                || (BOTH.contains(first) && !method.equals(HEARTBEAT));
    }

    private boolean isAdministration(String first) {
        return ADMINISTRATION.contains(first) || server.others().contains(first);
    }

    private static String firstWritten(String path) {
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                return segment;
            }
        }
        return "";
    }

    /** @param separators what parts the text of a segment once it is decoded: readers differ in that */
    private static String firstMeant(String path, String separators) {
        Deque<String> segments = new ArrayDeque<>();
        for (String written : path.split("/")) {
            for (String segment : decoded(written).split(separators)) {
                int parameters = segment.indexOf(';');
                String name = parameters < 0 ? segment : segment.substring(0, parameters);
                if (name.equals("..")) {
                    segments.pollLast();
                } else if (!name.isEmpty() && !name.equals(".")) {
                    segments.add(name);
                }
            }
        }
        return segments.isEmpty() ? "" : segments.getFirst();
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // No reader can decode it either.
            return segment;
        }
    }
}
