package io.turnpike.gateway.upstream.http;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The routes that a client is open for, so that the log can name them. Safe for use by several threads at once. */
final class ClientUsers {

    /** How often each is counted: two snapshots may have the same route. */
    private final NavigableMap<String, Integer> routes = new ConcurrentSkipListMap<>();

    void add(String routeId) {
        routes.merge(routeId, 1, Integer::sum);
    }

    /** Takes back one {@link #add}. */
    void remove(String routeId) {
        routes.computeIfPresent(routeId, (id, times) -> times == 1 ? null : times - 1);
    }

    /** {@code " of the route a"}, {@code " of the route a and 3 more"}; the empty text if there is none. */
    @Override
    public String toString() {
        Map.Entry<String, Integer> first = routes.firstEntry();
        if (first == null) {
            return "";
        }
        int more = routes.size() - 1;
        return " of the route " + first.getKey() + (more > 0 ? " and " + more + " more" : "");
    }
}
