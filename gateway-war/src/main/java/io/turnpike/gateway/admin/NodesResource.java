package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.GatewayNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code GET /admin/nodes}: every gateway on the database and the revision that it runs. Takes the master key. */
@Path("admin/nodes")
@ApplicationScoped
public class NodesResource {

    @Inject
    Access access;

    @Inject
    Nodes nodes;

    /**
     * Lists the gateways.
     *
     * @throws GatewayException what {@link Access#master} and {@link Nodes#all} say
     */
    @GET
    public Response nodes(@Context HttpServletRequest request, @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (Nodes.Seen seen : nodes.all()) {
            GatewayNode node = seen.node();
            list.add(Json.createObjectBuilder()
                    .add("Id", node.id())
                    .add("Host", node.host())
                    .add("Port", node.port())
                    .add("Version", node.version())
                    .add("StartedAt", node.started().toString())
                    .add("Revision", node.revision())
                    .add("RevisionSince", node.since().toString())
                    .add("LastSeen", node.seen().toString())
                    .add("State", seen.gone() ? "gone" : "active")
                    .add("Self", seen.self()));
        }
        return JsonAnswer.ok(Json.createObjectBuilder().add("Nodes", list).build());
    }
}
