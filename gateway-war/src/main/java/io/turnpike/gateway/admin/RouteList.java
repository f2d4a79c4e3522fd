package io.turnpike.gateway.admin;

import io.turnpike.gateway.persistence.RouteChanges;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.RouteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The operators' routes at one revision. Immutable.
 *
 * @param inOrder those that are matched first come first, see {@link RouteOrder}
 * @param byId the same
 */
record RouteList(List<CheckedRoute> inOrder, Map<String, CheckedRoute> byId) {

    static final RouteList NONE = new RouteList(List.of(), Map.of());

    private static final Comparator<CheckedRoute> ORDER = new RouteOrder();

    /** @param routes each id once, or the last one counts */
    static RouteList of(Collection<CheckedRoute> routes) {
        Map<String, CheckedRoute> byId = new HashMap<>();
        routes.forEach(route -> byId.put(route.definition().id(), route));
        return new RouteList(byId.values().stream().sorted(ORDER).toList(), Map.copyOf(byId));
    }

    /** The routes once some are replaced or added, and others are gone. Those that stay are not sorted again. */
    RouteList with(RouteChanges changes) {
        if (changes.isEmpty()) {
            return this;
        }
        Map<String, CheckedRoute> next = new HashMap<>(byId);
        changes.changed().forEach(route -> next.put(route.definition().id(), route));
        changes.removed().forEach(next::remove);
        Set<String> touched = new HashSet<>(changes.removed());
        changes.changed().forEach(route -> touched.add(route.definition().id()));
        List<CheckedRoute> changed = touched.stream()
                .map(next::get)
                .filter(Objects::nonNull)
                .sorted(ORDER)
                .toList();
        return new RouteList(Collections.unmodifiableList(merged(touched, changed)), Collections.unmodifiableMap(next));
    }

    /** Places are found by bisection: of those that stay none is compared with all. */
    private List<CheckedRoute> merged(Set<String> touched, List<CheckedRoute> changed) {
        BitSet gone = new BitSet(inOrder.size());
        for (String id : touched) {
            route(id).ifPresent(route -> gone.set(Collections.binarySearch(inOrder, route, ORDER)));
        }
        List<CheckedRoute> merged = new ArrayList<>(inOrder.size() + changed.size());
        int next = 0;
        for (CheckedRoute route : changed) {
            int found = Collections.binarySearch(inOrder, route, ORDER);
            int place = found < 0 ? -found - 1 : found;
            addThere(merged, next, place, gone);
            merged.add(route);
            next = place;
        }
        addThere(merged, next, inOrder.size(), gone);
        return merged;
    }

    private void addThere(List<CheckedRoute> merged, int from, int to, BitSet gone) {
        int next = from;
        while (next < to) {
            int end = gone.nextSetBit(next);
            end = end < 0 ? to : Math.min(end, to);
            merged.addAll(inOrder.subList(next, end));
            next = end + 1;
        }
    }

    /** What the routes were made of, in their order. */
    List<RouteDefinition> definitions() {
        return inOrder.stream().map(CheckedRoute::definition).toList();
    }

    /**
     * Some of the routes.
     *
     * @param nextAfter the id of the route to go on after; empty if there are no more
     */
    record Page(List<CheckedRoute> routes, Optional<String> nextAfter) {}

    /**
     * The first routes that come after one, in their order.
     *
     * @param last one of these routes; empty: from the first one on
     * @param limit so many at most, 1 or more
     */
    Page after(Optional<CheckedRoute> last, int limit) {
        int from = last.map(route -> Collections.binarySearch(inOrder, route, ORDER) + 1)
                .orElse(0);
        int to = (int) Math.min(inOrder.size(), (long) from + limit);
        List<CheckedRoute> routes = inOrder.subList(from, to);
        return new Page(
                routes,
                to < inOrder.size()
                        ? Optional.of(routes.get(routes.size() - 1).definition().id())
                        : Optional.empty());
    }

    Optional<CheckedRoute> route(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Whether a change would leave them as they are. */
    boolean has(RouteChanges changes) {
        return changes.removed().stream().noneMatch(byId::containsKey)
                && changes.changed().stream()
                        .allMatch(route ->
                                route.equals(byId.get(route.definition().id())));
    }
}
