package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code POST /connect} and {@code DELETE /connect/{ServerID}}: servers come and go. */
@Path("connect")
@ApplicationScoped
public class ConnectResource {

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Servers servers;

    @Inject
    ServerRequests requests;

    /** Connects a server; errors have the shape that existing connectors know, see {@link ProblemJson#connectorResponse}. */
    @POST
    public void connect(
            @Context HttpServletRequest request,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body,
            @Suspended AsyncResponse answer) {
        ConnectorAnswer.of(request, "/connect", answer, () -> {
            ConnectorRequest.Connect connect =
                    ConnectorRequest.connect(JsonBody.read(body, contentType, settings.maxRequestBytes()));
            Caller caller = access.caller(connect.apiKey(), RequestOrigin.of(request), connect::describe);
            return requests.connect(caller, connect.serviceName(), connect.address(), connect.port())
                    .thenApply(serverId -> Json.createObjectBuilder()
                            .add("Status", "ok")
                            .add("Message", "Connected to " + connect.serviceName())
                            .add("ServerID", serverId)
                            .build());
        });
    }

    /**
     * Lets a server leave at once.
     *
     * @throws GatewayException {@code UNAUTHORIZED}, {@code FORBIDDEN}, {@code SERVER_NOT_FOUND}, {@code REGISTRY_UNAVAILABLE}
     */
    @DELETE
    @Path("{serverId}")
    public Response leave(
            @Context HttpServletRequest request,
            @PathParam("serverId") String serverId,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Caller caller = access.caller(apiKey, RequestOrigin.of(request), () -> servers.holderOf(serverId));
        servers.leave(caller, serverId);
        return Response.noContent().build();
    }
}
