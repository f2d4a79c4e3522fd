package io.turnpike.gateway.admin;

import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.thrift.Framing;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What is to be said of HTTP nodes that can be called so, but hardly are meant so. Safe for use by several threads at once. */
final class HttpTargetDoubts {

    private final Predicate<NodeAddress> own;
    private final Predicate<NodeAddress> admin;

    /**
     * @param own whether an address is surely where this gateway takes calls
     * @param admin whether it is surely its admin port
     */
    HttpTargetDoubts(Predicate<NodeAddress> own, Predicate<NodeAddress> admin) {
        this.own = own;
        this.admin = admin;
    }

    /**
     * The warnings that there are, and those of the routes that a change makes, or would make.
     */
    JsonArray addedTo(JsonArray warnings, Outcome outcome) {
        return addedTo(warnings, outcome.change().routes().changed(), outcome);
    }

    /** The warnings that there are, and those of some routes as they are after a change. */
    JsonArray addedTo(JsonArray warnings, Collection<CheckedRoute> routes, Outcome outcome) {
        Map<String, CompiledService> made = new HashMap<>();
        outcome.change().compiled().forEach((definition, service) -> made.put(definition.serviceName(), service));
        return addedTo(
                warnings,
                routes,
                name -> Optional.ofNullable(made.get(name))
                        .or(() -> outcome.before().service(name)));
    }

    /**
     * The warnings that there are, and those of this: objects with {@code RouteId} and {@code Message}.
     *
     * @param services finds a service by its name
     */
    JsonArray addedTo(
            JsonArray warnings, Collection<CheckedRoute> routes, Function<String, Optional<CompiledService>> services) {
        JsonArrayBuilder all = Json.createArrayBuilder(warnings);
        for (CheckedRoute route : routes) {
            if (route.definition().target() instanceof HttpTarget target) {
                String id = route.definition().id();
                for (String doubt : of(target, services)) {
                    all.add(Json.createObjectBuilder()
                            .add("RouteId", id)
                            .add("Message", "The route " + id + ": " + doubt));
                }
            }
        }
        return all.build();
    }

    private List<String> of(HttpTarget target, Function<String, Optional<CompiledService>> services) {
        List<String> doubts = new ArrayList<>();
        target.probe().map(HttpTarget.Probe::kind).ifPresent(kind -> {
            if (kind == HttpTarget.Probe.Kind.HTTPS && target.tls().isEmpty()) {
                doubts.add("nodes are probed by HTTPS and called by HTTP, as there is no Tls");
            } else if (kind == HttpTarget.Probe.Kind.HTTP && target.tls().isPresent()) {
                doubts.add("nodes are probed by HTTP and called by HTTPS, as there is Tls");
            }
        });
        target.nodes().stream()
                .map(node -> NodeAddress.parse(node.address()))
                .flatMap(address -> itself(address).stream())
                .forEach(doubts::add);
        services.apply(target.service())
                .filter(HttpTargetDoubts::speaksThriftOnly)
                .ifPresent(service -> doubts.add("the service " + target.service()
                        + " is registered with an IDL, so its servers speak Thrift, and here they are called by HTTP"));
        return doubts;
    }

    private Optional<String> itself(NodeAddress address) {
        if (own.test(address)) {
            return Optional.of(
                    "the node " + address
                            + " is this gateway; a request that comes back to it and is to go to a node again is answered by 508");
        }
        return admin.test(address)
                ? Optional.of(
                        "the node " + address
                                + " is the admin port of this gateway: who may use the route reaches the admin API, and calls are answered by 404 there")
                : Optional.empty();
    }

    private static boolean speaksThriftOnly(CompiledService service) {
        return service.schema().isPresent() && service.definition().dialect().framing() != Framing.HTTP;
    }
}
