package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.upstream.http.HttpClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator's route in a snapshot, at all its places. Passed on from one snapshot to the next while it and its service stay the same.
 *
 * @param route what it was made from
 * @param target the service that it leads to; null if there is none of that name
 * @param client the client of its HTTP nodes; null if it does not lead to any
 * @param routes one for each place
 */
record RoutesOfTarget(
        CheckedRoute route,
        @Nullable ServiceRoutes target,
        @Nullable HttpClient client,
        List<Route> routes) {

    boolean isOf(CheckedRoute other, @Nullable ServiceRoutes service, @Nullable HttpClient http) {
        return target == service
                && client == http
                && (route == other || route.definition().equals(other.definition()));
    }
}
