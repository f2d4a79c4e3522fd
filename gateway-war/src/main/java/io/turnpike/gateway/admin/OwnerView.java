package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.FormerKey;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.upstream.thrift.EndpointStatus;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.ServiceRegistry;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Shows an owner as JSON: what is registered, and how each server is. Never the key; but each server's {@code ServerID}, which
 * is of no use without the key that whoever may see this has. Stateless but for what it looks at.
 */
final class OwnerView {

    private final ServiceRegistry registry;
    private final Function<String, List<EndpointStatus>> endpoints;
    private final Clock clock;

    /** @param endpoints what the data plane knows of a service's instances, by service name */
    OwnerView(ServiceRegistry registry, Function<String, List<EndpointStatus>> endpoints, Clock clock) {
        this.registry = registry;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    JsonObject show(Owner owner, RegistrationState state) {
        JsonArrayBuilder services = Json.createArrayBuilder();
        for (RegisteredService service : owner.services()) {
            services.add(show(service, owner, state));
        }
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("OwnerName", owner.ownerName())
                .add("OwnerId", owner.ownerId())
                .add("HasKey", !owner.apiKeyHash().isEmpty());
        JsonArrayBuilder formerKeys = Json.createArrayBuilder();
        Instant now = clock.instant();
        owner.formerKeys().stream()
                .map(FormerKey::until)
                .filter(now::isBefore)
                .forEach(until -> formerKeys.add(until.toString()));
        return json.add("FormerKeysUntil", formerKeys).add("Services", services).build();
    }

    private JsonObjectBuilder show(RegisteredService service, Owner owner, RegistrationState state) {
        boolean served = state.service(service.serviceName())
                .filter(compiled -> compiled.definition().ownerId().equals(owner.ownerId()))
                .isPresent();
        return RegistrationJson.service(service)
                .add("Status", status(service, served, state))
                .add("Servers", served ? servers(service.serviceName(), owner.ownerId()) : Json.createArrayBuilder());
    }

    private static String status(RegisteredService service, boolean served, RegistrationState state) {
        if (!served) {
            return "not-served";
        }
        if (service.idlContent().isBlank()) {
            return "suspended";
        }
        return state.service(service.serviceName())
                        .filter(compiled -> compiled.faults().isEmpty())
                        .isPresent()
                ? "active"
                : "broken";
    }

    /** The servers that are connected to a service for its owner. */
    JsonArrayBuilder servers(String serviceName, String ownerId) {
        List<EndpointStatus> known = endpoints.apply(serviceName);
        JsonArrayBuilder servers = Json.createArrayBuilder();
        for (InstanceStatus status : registry.list(serviceName)) {
            String connectedFor = status.instance().ownerId();
            if (!connectedFor.isEmpty() && !connectedFor.equals(ownerId)) {
                continue;
            }
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("ServerID", status.instance().serverId())
                    .add("ServerAddress", status.instance().address())
                    .add("ServerPort", status.instance().port())
                    .add("Health", status.health().name().toLowerCase(Locale.ROOT));
            known.stream()
                    .filter(endpoint -> endpoint.instance().isSameServer(status.instance()))
                    .findFirst()
                    .ifPresent(endpoint -> json.add(
                                    "State", endpoint.state().name().toLowerCase(Locale.ROOT))
                            .add("Framing", endpoint.framing().name().toLowerCase(Locale.ROOT)));
            servers.add(json.add("ConnectedAt", seconds(status.instance().connectedAt()))
                    .add("LastHeartbeat", seconds(status.lastHeartbeat()))
                    .add("SecondsSinceHeartbeat", secondsSince(status.lastHeartbeat())));
        }
        return servers;
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Not below zero, whatever becomes of the clock. */
    private long secondsSince(Instant then) {
        return Math.max(0, Duration.between(then, clock.instant()).toSeconds());
    }
}
