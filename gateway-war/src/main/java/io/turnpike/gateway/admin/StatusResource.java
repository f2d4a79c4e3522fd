package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.GatewayNode;
import io.turnpike.gateway.settings.GatewaySettings;
import io.turnpike.registry.OpenRegistry;
import io.turnpike.registry.RegistryStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /status}: what this gateway runs, and how its store and its registry are. Without a key it says what {@code /health}
 * says to everybody; with the master key also which software it is, and where, which plugins are bound, and how pulling them goes.
 */
@Path("status")
@ApplicationScoped
public class StatusResource {

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    OpenRegistry registry;

    @Inject
    PluginView plugins;

    @Inject
    PullView pull;

    /**
     * Shows it, also while it is not ready.
     *
     * @throws GatewayException what {@link Access#caller(String, RequestOrigin)} says, if there is a key
     */
    @GET
    public Response status(@Context HttpServletRequest request, @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        boolean master = apiKey != null
                && !apiKey.isBlank()
                && access.caller(apiKey, RequestOrigin.of(request)).isMaster();
        boolean ready = registrations.ready();
        GatewayNode node = registrations.node();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("Ready", ready && registry.status().loaded() && pull.inForce());
        if (ready) {
            json.add("Revision", node.revision())
                    .add("RevisionSince", node.since().toString());
        }
        json.add("Store", store()).add("Registry", registry());
        if (master) {
            json.add("Version", node.version())
                    .add("StartedAt", node.started().toString())
                    .add("Id", node.id())
                    .add("Host", node.host())
                    .add("Port", node.port());
            settings.adminPort().ifPresent(port -> json.add("AdminPort", port));
            json.add("Plugins", plugins.modules(registrations.state()));
            pull.status().ifPresent(pulling -> json.add("Pull", pulling));
        }
        return ready ? JsonAnswer.ok(json.build(), node.revision()) : JsonAnswer.ok(json.build());
    }

    private JsonObjectBuilder store() {
        StoreStatus status = registrations.storeStatus();
        JsonObjectBuilder json =
                Json.createObjectBuilder().add("Kind", status.store()).add("Reachable", status.reachable());
        return status.detail().isEmpty() ? json : json.add("Detail", status.detail());
    }

    private JsonObjectBuilder registry() {
        RegistryStatus status = registry.status();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("Kind", status.kind())
                .add("Reachable", !status.degraded())
                .add("Loaded", status.loaded())
                .add("Services", status.services())
                .add("Instances", status.instances());
        return status.detail().isEmpty() ? json : json.add("Detail", status.detail());
    }
}
