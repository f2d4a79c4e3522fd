package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.RouteChanges;
import io.turnpike.gateway.routing.NearestName;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.schema.PluginCheck;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes of one route, each as one revision. Safe for use by several threads at once. */
final class RouteEdits {

    private final Registrations registrations;
    private final PluginCheck pluginCheck;

    RouteEdits(Registrations registrations, PluginCheck pluginCheck) {
        this.registrations = registrations;
        this.pluginCheck = pluginCheck;
    }

    /**
     * Makes a route, or puts another one in its place.
     *
     * @param body the route, see {@link RouteReader}
     * @throws GatewayException {@code INVALID_REQUEST}, {@code INVALID_ROUTE}, {@code INVALID_PLUGIN} or {@code CONFLICT} with every fault, among them what it
     *     leads to not being there; {@code PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}, {@code
     *     PAYLOAD_TOO_LARGE}
     */
    Outcome put(String id, JsonValue body, Terms terms) throws GatewayException {
        FaultList read = new FaultList();
        RouteReader reader = new RouteReader(read, pluginCheck.ofOneChange());
        Optional<CheckedRoute> route = reader.read(body, "", Optional.of(id));
        Outcome outcome = registrations.change(terms, "put-route", now -> {
            FaultList faults = new FaultList(read);
            if (now.routes().byId().size() >= RouteReader.MOST_ROUTES
                    && now.routes().route(id).isEmpty()) {
                faults.conflict("", "There are " + RouteReader.MOST_ROUTES + " routes already (expected: no more)");
            }
            TargetCheck targets = new TargetCheck(now::service, Set.of());
            reader.definitions().forEach((pointer, definition) -> targets.check(definition, pointer, faults));
            faults.throwIfAny();
            return Change.ofRoutes(new RouteChanges(route.stream().toList(), List.of()));
        });
        log("PUT", id, terms, outcome);
        return outcome;
    }

    /** The route of an id as it is after a change, or would be; empty if there is none. */
    static Optional<CheckedRoute> madeBy(Outcome outcome, String id) {
        return outcome.change().routes().changed().stream()
                .filter(route -> route.definition().id().equals(id))
                .findFirst()
                .or(() -> outcome.before().routes().route(id));
    }

    /**
     * Deletes a route.
     *
     * @throws GatewayException {@code ROUTE_NOT_FOUND}, {@code PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    Outcome delete(String id, Terms terms) throws GatewayException {
        Outcome outcome = registrations.change(terms, "delete-route", now -> {
            require(now, id);
            return Change.ofRoutes(new RouteChanges(List.of(), List.of(id)));
        });
        log("DELETE", id, terms, outcome);
        return outcome;
    }

    private static void log(String verb, String id, Terms terms, Outcome outcome) {
        AdminLog.changed(verb + " /admin/routes/" + id, terms, outcome);
    }

    /**
     * The route of an id.
     *
     * @throws GatewayException {@code ROUTE_NOT_FOUND}
     */
    static CheckedRoute require(RegistrationState now, String id) throws GatewayException {
        return now.routes()
                .route(id)
                .orElseThrow(() -> new GatewayException(
                        GatewayError.ROUTE_NOT_FOUND,
                        "There is no route " + JsonFields.shortened(id)
                                + NearestName.question(id, now.routes().byId().keySet())));
    }
}
