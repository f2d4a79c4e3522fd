package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import io.turnpike.gateway.upstream.http.NodeState;
import io.turnpike.gateway.upstream.http.NodeStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Shows the servers that a route leads to as this gateway sees them, as JSON. Stateless but for what it looks at. */
final class RouteNodes {

    private final Function<String, List<NodeStatus>> nodes;
    private final OwnerView owners;
    private final Clock clock;

    /** @param nodes the HTTP nodes of a route, by its id */
    RouteNodes(Function<String, List<NodeStatus>> nodes, OwnerView owners, Clock clock) {
        this.nodes = nodes;
        this.owners = owners;
        this.clock = clock;
    }

    /**
     * The {@code Revision} that the route is of, and its {@code Nodes}, an object for each: {@code Address}, {@code Weight}, {@code State} (a {@link NodeState}), {@code Since} when, {@code
     * LastFault} and {@code LastFaultAt} if there was one, {@code Connections}. Of a route to a Thrift service its servers, see {@link
     * OwnerView#servers}; none if the service is gone.
     *
     * @throws GatewayException {@code ROUTE_NOT_FOUND}; {@code CONFLICT} if the route as it is stored cannot be used, so that it leads to nobody
     */
    JsonObject of(String routeId, RegistrationState state) throws GatewayException {
        RouteDefinition route = RouteEdits.require(state, routeId).definition();
        if (route.target() instanceof UnusableTarget unusable) {
            throw new GatewayException(
                    GatewayError.CONFLICT,
                    "The route " + routeId + " leads to nobody, as it cannot be used: " + unusable.reason());
        }
        return Json.createObjectBuilder()
                .add("Revision", state.revision())
                .add("Nodes", route.target() instanceof HttpTarget ? nodes(routeId) : servers(route.service(), state))
                .build();
    }

    private JsonArrayBuilder nodes(String routeId) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        nodes.apply(routeId).forEach(node -> all.add(json(node)));
        return all;
    }

    private JsonArrayBuilder servers(String service, RegistrationState state) {
        return state.service(service)
                .map(compiled -> owners.servers(service, compiled.definition().ownerId()))
                .orElseGet(Json::createArrayBuilder);
    }

    private JsonObjectBuilder json(NodeStatus node) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("Address", node.address().toString())
                .add("Weight", node.weight())
                .add("State", node.state().name().toLowerCase(Locale.ROOT));
        if (node.state() != NodeState.DOWN) {
            json.add("Since", before(node.since()));
        }
        node.lastFault()
                .ifPresent(fault -> json.add("LastFault", fault.reason()).add("LastFaultAt", before(fault.ago())));
        return json.add("Connections", node.connections());
    }

    private String before(Duration ago) {
        return clock.instant().minus(ago).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
