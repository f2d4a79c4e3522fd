package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.RouteTargets;
import io.turnpike.gateway.routing.ShadowedRoute;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be said of routes that are in force but do not do what somebody may believe: never reached, or leading nowhere. */
final class RouteWarnings {

    private RouteWarnings() {}

    /** Those of all routes; see {@link #of}. */
    static JsonArray all(RegistrationState state, Collection<ShadowedRoute> shadowed) {
        return of(state.routes().inOrder(), state, shadowed);
    }

    /**
     * Those of some routes: shadowed ones, and ones whose target is gone since they were made; and services' paths that these shadow.
     *
     * @param routes routes of the state
     * @param shadowed everything that is shadowed
     */
    static JsonArray of(List<CheckedRoute> routes, RegistrationState state, Collection<ShadowedRoute> shadowed) {
        Set<String> ids = new HashSet<>();
        routes.forEach(route -> ids.add(route.definition().id()));
        JsonArrayBuilder warnings = Json.createArrayBuilder(RouteJson.warnings(shadowed.stream()
                .filter(each -> ids.contains(each.ofService() ? each.shadowedBy() : each.id()))
                .toList()));
        if (shadowed.size() >= GatewaySnapshot.MOST_SHADOWED) {
            warnings.add(Json.createObjectBuilder()
                    .add(
                            "Message",
                            "There may be more that is never reached: no more than " + GatewaySnapshot.MOST_SHADOWED
                                    + " places are told"));
        }
        for (CheckedRoute route : routes) {
            reason(route.definition(), state)
                    .ifPresent(reason -> warnings.add(Json.createObjectBuilder()
                            .add("RouteId", route.definition().id())
                            .add("Message", message(route.definition(), reason))));
        }
        return warnings.build();
    }

    /** A sentence for each route that led somewhere before a change and does not after it. */
    static List<String> broken(RegistrationState before, RegistrationState after) {
        if (after.routes().inOrder().isEmpty() || after.hasServicesOf(before)) {
            return List.of();
        }
        return after.routes().inOrder().stream()
                .map(CheckedRoute::definition)
                .filter(route -> after.service(route.service()).orElse(null)
                        != before.service(route.service()).orElse(null))
                .filter(route -> reason(route, before).isEmpty())
                .flatMap(route -> reason(route, after).map(reason -> message(route, reason)).stream())
                .toList();
    }

    private static Optional<String> reason(RouteDefinition route, RegistrationState state) {
        List<Fault> faults = RouteTargets.faults(route, state::service);
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults.get(0).detail());
    }

    private static String message(RouteDefinition route, String reason) {
        return "The route " + route.id() + " leads nowhere, and its requests are refused: " + reason;
    }
}
