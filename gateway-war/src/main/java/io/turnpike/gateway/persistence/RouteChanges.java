package io.turnpike.gateway.persistence;

import io.turnpike.gateway.routing.rule.CheckedRoute;
import java.util.List;

/**
 * What a change makes of the routes.
 *
 * @param changed the touched routes as they are from then on, each id once
 * @param removed ids of routes that are gone from then on
 */
public record RouteChanges(List<CheckedRoute> changed, List<String> removed) {

    /** No route is touched. */
    public static final RouteChanges NONE = new RouteChanges(List.of(), List.of());

    public RouteChanges {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** Whether no route is touched. */
    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }
}
