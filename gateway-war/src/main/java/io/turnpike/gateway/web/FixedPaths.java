package io.turnpike.gateway.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths that are the gateway's own and their verbs. JAX-RS implementations differ in what they do with a verb that the
 * resource of such a path does not have: Jersey refuses it, RESTEasy hands it to the catch-all. This table decides for both.
 */
final class FixedPaths {

    /** A segment {@code *} is any one segment. */
    static final Map<String, Set<String>> VERBS = table();

    private FixedPaths() {}

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
        verbs.put("owners/*", Set.of("GET", "DELETE"));
        verbs.put("owners/*/keys", Set.of("POST", "DELETE"));
        verbs.put("owners/*/services/*", Set.of("DELETE"));
        verbs.put("owners/*/services/*/versions", Set.of("GET"));
        verbs.put("owners/*/services/*/versions/*", Set.of("GET"));
        verbs.put("connect", Set.of("POST"));
        verbs.put("connect/*", Set.of("DELETE"));
        verbs.put("health", Set.of("GET", "POST"));
        verbs.put("health/live", Set.of("GET"));
        verbs.put("health/ready", Set.of("GET"));
        verbs.put("health/started", Set.of("GET"));
        return verbs;
    }

    /** @param path as in the request line, below the context root, with or without slashes at either end */
    static Verdict verdict(String path, String verb) {
        List<String> segments = segments(path);
        if (VERBS.keySet().stream().noneMatch(p -> segments(p).get(0).equals(segments.get(0)))) {
            return Verdict.DATA_PLANE;
        }
        return match(segments)
                .map(verbs -> allowed(verbs).contains(verb) && !verb.equals("OPTIONS")
                        ? Verdict.RESOURCE
                        : Verdict.WRONG_VERB)
                .orElse(Verdict.NOT_FOUND);
    }

    /** The value of {@code Allow} for a path of ours. */
    static String allow(String path) {
        return String.join(", ", match(segments(path)).map(FixedPaths::allowed).orElse(Set.of("OPTIONS")));
    }

    private static Optional<Set<String>> match(List<String> segments) {
        return VERBS.entrySet().stream()
                .filter(e -> fits(segments(e.getKey()), segments))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean fits(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.get(i).equals("*") && !pattern.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
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
