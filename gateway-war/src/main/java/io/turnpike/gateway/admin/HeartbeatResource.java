package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code POST /health}: heartbeats. The probes of MicroProfile Health are on the same path, see {@code GET}. */
@Path("health")
@ApplicationScoped
public class HeartbeatResource {

    /** Always the same: to look for the implementation of JSON-P again would be a good part of what a heartbeat costs. */
    private static final JsonValue HEARD = Json.createObjectBuilder()
            .add("Status", "ok")
            .add("Message", "Heard")
            .build();

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Servers servers;

    @Inject
    ServerRequests requests;

    /** Takes a heartbeat; errors have the shape that existing connectors know, see {@link ProblemJson#connectorResponse}. */
    @POST
    public void heartbeat(
            @Context HttpServletRequest request,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body,
            @Suspended AsyncResponse answer) {
        ConnectorAnswer.of(request, "/health", answer, () -> {
            ConnectorRequest.Heartbeat heartbeat =
                    ConnectorRequest.heartbeat(JsonBody.read(body, contentType, settings.maxRequestBytes()));
            Caller caller = access.caller(
                    heartbeat.apiKey(), RequestOrigin.of(request), () -> servers.holderOf(heartbeat.serverId()));
            return requests.heartbeat(caller, heartbeat.serverId()).thenApply(serverId -> HEARD);
        });
    }
}
