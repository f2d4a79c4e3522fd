package io.turnpike.gateway.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The routes that share a path, by verb. Immutable. */
final class PathRoutes {

    private final Map<String, Route> byVerb;
    private final String allow;

    PathRoutes(Map<String, Route> byVerb) {
        this.byVerb = Map.copyOf(byVerb);
        Set<String> verbs = new TreeSet<>(byVerb.keySet());
        verbs.add("OPTIONS");
        if (verbs.contains("GET")) {
            verbs.add("HEAD");
        }
        allow = String.join(", ", verbs);
    }

    /** The route of a verb, or null; HEAD follows GET. */
    @Nullable
    Route of(String verb) {
        return byVerb.get(verb.equals("HEAD") ? "GET" : verb);
    }

    /** The value of the {@code Allow} header. */
    String allow() {
        return allow;
    }

    /** Verbs and methods, such as {@code GET,POST -> queryAsset}. */
    @Override
    public String toString() {
        Map<String, String> verbsOfMethod = new LinkedHashMap<>();
        new TreeMap<>(byVerb)
                .forEach((verb, route) -> verbsOfMethod.merge(
                        route.binding().method().name(), verb, (former, next) -> former + ',' + next));
        StringBuilder text = new StringBuilder();
        verbsOfMethod.forEach((method, verbs) -> text.append(text.isEmpty() ? "" : ", ")
                .append(verbs)
                .append(" -> ")
                .append(method));
        return text.toString();
    }
}
