package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The condition of a write, as {@code If-Match} (RFC 9110, 13.1.1) states it: which revision it may be made on. A revision's entity
 * tag is its number in double quotes. Immutable.
 *
 * @param header the header as it came, for messages; empty: there is none, so that any revision will do
 * @param tags the entity tags that it lists
 */
record IfMatch(String header, Set<String> tags) {

    static final IfMatch NONE = new IfMatch("", Set.of());

    private static final String ANY = "*";

    IfMatch {
        tags = Set.copyOf(tags);
    }

    /**
     * Reads the header.
     *
     * @param lines the header's lines; none: there is no such header
     * @throws GatewayException {@code INVALID_REQUEST} if it is neither {@code *} nor a list of entity tags
     */
    static IfMatch of(Collection<String> lines) throws GatewayException {
        if (lines.isEmpty()) {
            return NONE;
        }
        String header = String.join(", ", lines).strip();
        Set<String> tags = new HashSet<>();
        if (!header.equals(ANY)) {
            int at = 0;
            while (at >= 0 && at < header.length()) {
                at = element(header, at, tags);
            }
            if (at < 0 || tags.isEmpty()) {
                throw new GatewayException(
                        GatewayError.INVALID_REQUEST,
                        "If-Match: " + JsonFields.shortened(header)
                                + " (expected: * or what an ETag of the gateway said, such as \"42\" with its quotes)");
            }
        }
        return new IfMatch(header, tags);
    }

    /** Reads up to the next comma: an entity tag, or nothing but spaces. Returns where to go on; -1 if it is neither. */
    private static int element(String header, int from, Set<String> tags) {
        int at = pastSpaces(header, from);
        if (at < header.length() && header.charAt(at) != ',') {
            int open = header.startsWith("W/", at) ? at + 2 : at;
            int end = open < header.length() && header.charAt(open) == '"' ? header.indexOf('"', open + 1) : -1;
            if (end < 0 || header.substring(open, end).chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
                return -1;
            }
            tags.add(header.substring(at, end + 1));
            at = pastSpaces(header, end + 1);
        }
        return at == header.length() ? at : header.charAt(at) == ',' ? at + 1 : -1;
    }

    private static int pastSpaces(String header, int from) {
        int at = from;
        while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /**
     * Requires that the configuration is at a revision that the header names.
     *
     * @throws GatewayException {@code PRECONDITION_FAILED}; its header {@code ETag} and its text say which one it is
     */
    void require(long revision) throws GatewayException {
        String tag = tag(revision);
        if (header.isEmpty() || header.equals(ANY) || tags.contains(tag)) {
            return;
        }
        String weak = tags.contains("W/" + tag) ? "; a weak tag never matches" : "";
        throw new GatewayException(
                GatewayError.PRECONDITION_FAILED,
                "The configuration is at revision " + revision + " (If-Match: " + JsonFields.shortened(header) + weak
                        + "); look at what has changed, and try again with If-Match: " + tag,
                List.of(),
                Map.of("ETag", tag));
    }

    /** The entity tag of a revision. */
    static String tag(long revision) {
        return "\"" + revision + '"';
    }
}
