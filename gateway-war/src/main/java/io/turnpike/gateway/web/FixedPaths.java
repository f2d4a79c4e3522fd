package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.RequestPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The paths that are the gateway's own and their verbs. JAX-RS implementations differ in what they do with a verb that the
 * resource of such a path does not have: Jersey refuses it, RESTEasy hands it to the catch-all. This table decides for both.
 */
final class FixedPaths {

    /** A segment {@code *} is any one segment. */
    static final Map<String, Set<String>> VERBS = table();

    /** By their first segment; every request is looked up here. */
    private static final Map<String, List<Pattern>> PATTERNS = patterns();

    /** Who sends a body to these says so only in the body, or not at all. */
    private static final Set<String> KEYLESS = Set.of("register", "connect", "health", "update/config");

    private FixedPaths() {}

    /**
     * Whether a request's body is worth collecting before its resource is asked, which may refuse it without looking at the body.
     *
     * @param hasKey whether the request says by a header who sends it
     * @param registrationOpen whether anybody may register
     */
    static boolean readsBody(String path, String verb, boolean hasKey, boolean registrationOpen) {
        if ((!verb.equals("POST") && !verb.equals("PUT")) || verdict(path, verb) != Verdict.RESOURCE) {
            return false;
        }
        String plain = String.join("/", segments(path));
        return hasKey || (KEYLESS.contains(plain) && (registrationOpen || !plain.equals("register")));
    }

    /** What to do with a request. */
    enum Verdict {
        /** Not a path of ours: the data plane answers. */
        DATA_PLANE,
        /** A path of ours, and it has this verb. */
        RESOURCE,
        /** A path of ours that has other verbs. */
        WRONG_VERB,
        /** Below a path of ours, but there is nothing. */
        NOT_FOUND
    }

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> verbs = new LinkedHashMap<>();
        verbs.put("ping", Set.of("GET"));
        verbs.put("register", Set.of("POST"));
        verbs.put("update", Set.of("PUT"));
        verbs.put("update/config", Set.of("POST"));
        verbs.put("owners/*", Set.of("GET", "DELETE"));
        verbs.put("owners/*/keys", Set.of("POST", "DELETE"));
        verbs.put("owners/*/services/*", Set.of("DELETE"));
        verbs.put("owners/*/services/*/versions", Set.of("GET"));
        verbs.put("owners/*/services/*/versions/*", Set.of("GET"));
        verbs.put("connect", Set.of("POST"));
        verbs.put("connect/*", Set.of("DELETE"));
        verbs.put("status", Set.of("GET"));
        verbs.put("admin/config", Set.of("GET", "PUT"));
        verbs.put("admin/nodes", Set.of("GET"));
        verbs.put("admin/revisions", Set.of("GET"));
        verbs.put("admin/revisions/*", Set.of("GET"));
        verbs.put("admin/revisions/*/diff/*", Set.of("GET"));
        verbs.put("admin/revisions/*/rollback", Set.of("POST"));
        verbs.put("admin/routes", Set.of("GET"));
        verbs.put("admin/routes/*", Set.of("GET", "PUT", "DELETE"));
        verbs.put("admin/routes/*/nodes", Set.of("GET"));
        verbs.put("admin/plugins", Set.of("GET"));
        verbs.put("admin/plugins/*", Set.of("GET"));
        verbs.put("admin/plugins/*/global", Set.of("GET", "PUT", "DELETE"));
        verbs.put("admin/plugins/*/services/*", Set.of("GET", "PUT", "DELETE"));
        verbs.put("admin/consumers", Set.of("GET"));
        verbs.put("admin/consumers/*", Set.of("GET", "PUT", "DELETE"));
        verbs.put("health", Set.of("GET", "POST"));
        verbs.put("health/live", Set.of("GET"));
        verbs.put("health/ready", Set.of("GET"));
        verbs.put("health/started", Set.of("GET"));
        return verbs;
    }

    /** A path of ours. */
    private record Pattern(List<String> segments, Set<String> allowed) {

        boolean fits(List<String> path) {
            if (path.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!segments.get(i).equals("*") && !segments.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Map<String, List<Pattern>> patterns() {
        Map<String, List<Pattern>> patterns = new HashMap<>();
        VERBS.forEach((path, verbs) -> {
            List<String> segments = List.of(path.split("/"));
            patterns.computeIfAbsent(segments.get(0), first -> new ArrayList<>())
                    .add(new Pattern(segments, allowed(verbs)));
        });
        return patterns;
    }

    /** @param path as in the request line, below the context root, with or without slashes at either end */
    static Verdict verdict(String path, String verb) {
        int begin = path.startsWith("/") ? 1 : 0;
        int slash = path.indexOf('/', begin);
        String first = path.substring(begin, slash < 0 ? path.length() : slash);
        if (!PATTERNS.containsKey(first)) {
            return isPlain(path) || !leadsToOurs(path) ? Verdict.DATA_PLANE : Verdict.NOT_FOUND;
        }
        Pattern pattern = match(path);
        if (pattern == null) {
            return Verdict.NOT_FOUND;
        }
        return pattern.allowed.contains(verb) && !verb.equals("OPTIONS") ? Verdict.RESOURCE : Verdict.WRONG_VERB;
    }

    /** Whether the segments of a path are what they look like; most are. */
    private static boolean isPlain(String path) {
        return path.indexOf('%') < 0 && !path.contains("/.") && !path.startsWith(".");
    }

    /** Whether a path that is written otherwise begins with a segment of ours, as routes would see it: no route is to take it. */
    private static boolean leadsToOurs(String path) {
        try {
            RequestPath read = RequestPath.of(path.startsWith("/") ? path : '/' + path);
            return read.count() > 0 && PATTERNS.containsKey(read.text(0));
        } catch (GatewayException e) {
            // The data plane says what is wrong with it.
            return false;
        }
    }

    /** The value of {@code Allow} for a path of ours. */
    static String allow(String path) {
        Pattern pattern = match(path);
        return pattern == null ? "OPTIONS" : String.join(", ", pattern.allowed);
    }

    @Nullable
    private static Pattern match(String path) {
        List<String> segments = segments(path);
        for (Pattern pattern : PATTERNS.getOrDefault(segments.get(0), List.of())) {
            if (pattern.fits(segments)) {
                return pattern;
            }
        }
        return null;
    }

    private static Set<String> allowed(Set<String> verbs) {
        Set<String> allowed = new TreeSet<>(verbs);
        allowed.add("OPTIONS");
        if (verbs.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed;
    }

    private static List<String> segments(String path) {
        int begin = path.startsWith("/") ? 1 : 0;
        int end = path.endsWith("/") && path.length() > begin ? path.length() - 1 : path.length();
        return Arrays.asList(path.substring(begin, end).split("/", -1));
    }
}
