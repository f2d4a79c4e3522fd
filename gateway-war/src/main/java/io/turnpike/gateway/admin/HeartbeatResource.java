package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code POST /health}: heartbeats. The probes of MicroProfile Health are on the same path, see {@code GET}. */
@Path("health")
@ApplicationScoped
public class HeartbeatResource {

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Servers servers;

    /** Takes a heartbeat; errors have the shape that existing connectors know, see {@link ProblemJson#connectorResponse}. */
    @POST
    public Response heartbeat(
            @Context HttpServletRequest request,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body) {
        return ConnectorAnswer.of("/health", () -> {
            ConnectorRequest.Heartbeat heartbeat =
                    ConnectorRequest.heartbeat(JsonBody.read(body, contentType, settings.maxRequestBytes()));
            servers.heartbeat(access.caller(heartbeat.apiKey(), RequestOrigin.of(request)), heartbeat.serverId());
            return Json.createObjectBuilder()
                    .add("Status", "ok")
                    .add("Message", "Heard")
                    .build();
        });
    }
}
