package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.RouteChanges;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.PluginJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routes that there are to be after a change of the whole configuration. What is there as it is to be stays, also where it leads
 * nowhere any more; everything else is checked as if somebody made it now.
 */
final class RequestedRoutes {

    static final String KEY = "Routes";

    /** Routes that are not as they are now, with where each stands. */
    private final Map<String, RouteDefinition> different;

    private final RouteChanges changes;

    private RequestedRoutes(Map<String, RouteDefinition> different, RouteChanges changes) {
        this.different = different;
        this.changes = changes;
    }

    /** All routes stay as they are. */
    static RequestedRoutes asTheyAre() {
        return new RequestedRoutes(Map.of(), RouteChanges.NONE);
    }

    /**
     * What was read of a request.
     *
     * @param body the request
     * @param there the routes that it is a change of
     * @param present whether there are routes in it
     * @param object whether there could be
     * @param wanted those without a fault
     * @param places all of them, by their pointers
     * @param faults every fault
     */
    record Read(
            JsonValue body,
            PluginCheck pluginCheck,
            RouteList there,
            boolean present,
            boolean object,
            List<CheckedRoute> wanted,
            Map<String, RouteDefinition> places,
            FaultList faults) {

        /** The same request as a change of these routes; read again only if they are others. */
        Read asChangeOf(RouteList routes) {
            return routes == there ? this : RequestedRoutes.read(body, routes, pluginCheck);
        }
    }

    /**
     * Reads the routes of a request.
     *
     * @param body an object with {@code Routes}
     * @param there the routes that there are: what is written as they are is taken as it stands
     * @param pluginCheck checks the configurations of their plugins
     */
    static Read read(JsonValue body, RouteList there, PluginCheck pluginCheck) {
        JsonValue routes = body instanceof JsonObject object ? object.get(KEY) : null;
        FaultList faults = new FaultList();
        if (routes == null || routes.getValueType() == JsonValue.ValueType.NULL) {
            return new Read(body, pluginCheck, there, false, body instanceof JsonObject, List.of(), Map.of(), faults);
        }
        RouteReader reader = new RouteReader(faults, pluginCheck);
        List<CheckedRoute> wanted = reader.readAll(routes, '/' + KEY, there);
        return new Read(body, pluginCheck, there, true, true, wanted, reader.definitions(), faults);
    }

    /**
     * Those of a request.
     *
     * @param before without routes, none may be there now, lest an older file deletes them unawares
     * @param faults gets every fault
     */
    static RequestedRoutes of(Read before, RegistrationState now, FaultList faults) {
        Read read = before.asChangeOf(now.routes());
        if (!read.present()) {
            int there = now.routes().inOrder().size();
            if (there > 0 && read.object()) {
                faults.shape(
                        '/' + KEY,
                        KEY + " is missing, and there are routes, " + there
                                + " of them (expected: an array of routes; an empty one deletes all)");
            }
            return asTheyAre();
        }
        faults.addAll(read.faults());
        return of(read.wanted(), read.places(), now);
    }

    /**
     * Those of an earlier revision, checked by the rules of today.
     *
     * @param faults gets every fault, with pointers by the routes' ids
     */
    static RequestedRoutes restored(
            Collection<RouteDefinition> former, RegistrationState now, PluginCheck pluginCheck, FaultList faults) {
        Map<String, RouteDefinition> places = new LinkedHashMap<>();
        List<CheckedRoute> wanted = new ArrayList<>();
        for (RouteDefinition route : former) {
            String pointer = '/' + KEY + '/' + JsonFields.escape(route.id());
            places.put(pointer, route);
            now.routes()
                    .route(route.id())
                    .filter(same -> same.definition().equals(route))
                    .or(() -> compiled(route, pointer, pluginCheck, faults))
                    .ifPresent(wanted::add);
        }
        return of(wanted, places, now);
    }

    private static Optional<CheckedRoute> compiled(
            RouteDefinition route, String pointer, PluginCheck pluginCheck, FaultList faults) {
        List<Fault> found = new ArrayList<>(OwnPaths.faults(route));
        route.plugins()
                .forEach((name, configuration) -> pluginCheck
                        .faults(name, PluginJson.json(configuration), new Binding(Scope.ROUTE, route.id()))
                        .forEach(fault -> found.add(Pointers.below("/Plugins/" + JsonFields.escape(name), fault))));
        if (route.target() instanceof UnusableTarget unusable) {
            found.add(Fault.at("", "The route " + route.id() + " could not be used then: " + unusable.reason()));
        }
        try {
            CheckedRoute checked = RouteCompiler.compile(route);
            if (found.isEmpty()) {
                return Optional.of(checked);
            }
        } catch (GatewayException e) {
            found.addAll(e.faults());
        }
        found.forEach(fault -> faults.add(GatewayError.INVALID_ROUTE, Pointers.below(pointer, fault)));
        return Optional.empty();
    }

    private static RequestedRoutes of(
            Collection<CheckedRoute> wanted, Map<String, RouteDefinition> places, RegistrationState now) {
        Set<String> there = new HashSet<>();
        wanted.forEach(route -> there.add(route.definition().id()));
        Map<String, RouteDefinition> different = new LinkedHashMap<>();
        places.forEach((pointer, route) -> {
            if (!isThere(route, now)) {
                different.put(pointer, route);
            }
        });
        return new RequestedRoutes(
                different,
                new RouteChanges(
                        wanted.stream()
                                .filter(route -> !isThere(route.definition(), now))
                                .toList(),
                        now.routes().byId().keySet().stream()
                                .filter(id -> !there.contains(id))
                                .sorted()
                                .toList()));
    }

    private static boolean isThere(RouteDefinition route, RegistrationState now) {
        return now.routes()
                .route(route.id())
                .filter(same -> same.definition().equals(route))
                .isPresent();
    }

    /** @param faults as read so far; gets what is wrong with where the routes that are to change lead */
    void check(TargetCheck targets, FaultList faults) {
        for (Map.Entry<String, RouteDefinition> each : different.entrySet()) {
            if (faults.isFull()) {
                return;
            }
            targets.check(each.getValue(), each.getKey(), faults);
        }
    }

    /** What changes; of no use if there are faults. */
    RouteChanges changes() {
        return changes;
    }
}
