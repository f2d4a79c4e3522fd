package io.turnpike.gateway.routing.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route whose definition has been checked: what it asks, and the places where it stands, which are each of its hosts with each of its
 * paths. Immutable; two of equal definitions are equal.
 *
 * @param definition what it was made of
 * @param rule what it asks besides host and path
 * @param hosts at least one
 * @param paths at least one
 */
public record CheckedRoute(
        RouteDefinition definition, RouteRule rule, List<HostPattern> hosts, List<PathPattern> paths) {

    public CheckedRoute {
        hosts = List.copyOf(hosts);
        paths = List.copyOf(paths);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof CheckedRoute route && definition.equals(route.definition));
    }

    @Override
    public int hashCode() {
        return definition.id().hashCode();
    }
}
