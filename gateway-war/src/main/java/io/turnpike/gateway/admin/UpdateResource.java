package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code PUT /update}: replaces what an owner registered. */
@Path("update")
@ApplicationScoped
public class UpdateResource {

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    Dismissal dismissal;

    /**
     * Replaces the name and the services of an owner.
     *
     * @throws GatewayException what {@link JsonBody#read}, {@link Access#caller} and {@link Registrations#update} say;
     *     {@code INVALID_REQUEST} if no owner is named, or several; {@code OWNER_NOT_FOUND}; {@code FORBIDDEN}
     */
    @PUT
    public Response update(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @QueryParam("ownerid") @Nullable String ownerId,
            @HeaderParam("apikey") @Nullable String apiKey,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body)
            throws GatewayException {
        QueryParameters.requireOnce(List.of("ownerid"), uri.getQueryParameters());
        if (ownerId == null || ownerId.isBlank()) {
            throw new GatewayException(
                    GatewayError.INVALID_REQUEST, "The query names no owner (expected: /update?ownerid=…)");
        }
        Caller caller = access.callerFor(ownerId, apiKey, RequestOrigin.of(request));
        Terms terms = Terms.of(request, uri, caller.author());
        RegistrationRequest registration =
                RegistrationReader.read(JsonBody.read(body, contentType, settings.maxRequestBytes()));
        Outcome outcome = registrations.update(ownerId, registration, terms);
        if (terms.dryRun()) {
            return JsonAnswer.tried(outcome);
        }
        dismissal.dismiss(ownerId, outcome.before(), registrations.state());
        return JsonAnswer.ok(
                Json.createObjectBuilder().add("Message", "Updated " + ownerId).build(), outcome.current());
    }
}
