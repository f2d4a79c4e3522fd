package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code GET /owners/{ownerId}}: shows an owner what is registered, and how its servers are. */
@Path("owners/{ownerId}")
@ApplicationScoped
public class OwnerResource {

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    OwnerView view;

    /**
     * Shows an owner.
     *
     * @throws GatewayException {@code UNAUTHORIZED}, {@code FORBIDDEN}, {@code OWNER_NOT_FOUND}
     */
    @GET
    public Response owner(
            @Context HttpServletRequest request,
            @PathParam("ownerId") String ownerId,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Caller caller = access.caller(apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        Owner owner = state.owner(ownerId).orElseThrow(() -> Registrations.ownerNotFound(ownerId));
        Access.require(caller, ownerId);
        return JsonAnswer.ok(view.show(owner, state));
    }
}
