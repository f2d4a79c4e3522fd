package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /owners/{ownerId}}: shows what is registered and how its servers are, deletes an owner, changes its key. */
@Path("owners/{ownerId}")
@ApplicationScoped
public class OwnerResource {

    /** 30 days. */
    static final int MOST_GRACE_SECONDS = 30 * 24 * 60 * 60;

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    OwnerView view;

    @Inject
    KeyChanges keys;

    @Inject
    Deletions deletions;

    @Inject
    GatewaySettings settings;

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
        access.callerFor(ownerId, apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        Owner owner = state.owner(ownerId).orElseThrow(() -> Registrations.ownerNotFound(ownerId));
        return JsonAnswer.ok(view.show(owner, state), state.revision());
    }

    /**
     * Deletes an owner with its key and its services.
     *
     * @throws GatewayException what {@link Access#callerFor} and {@link Deletions#deleteOwner} say
     */
    @DELETE
    public Response delete(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("ownerId") String ownerId,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Caller caller = access.callerFor(ownerId, apiKey, RequestOrigin.of(request));
        Terms terms = Terms.of(request, uri, caller.author());
        Outcome outcome = deletions.deleteOwner(ownerId, terms);
        return terms.dryRun() ? JsonAnswer.tried(outcome) : JsonAnswer.done(outcome);
    }

    /**
     * Gives an owner a new key and shows it, this once.
     *
     * @param graceSeconds how long the former key stays good, at most {@value #MOST_GRACE_SECONDS}; by default it stops at once
     * @throws GatewayException what {@link Access#callerFor} and {@link KeyChanges#rotate} say; {@code INVALID_REQUEST}
     */
    @POST
    @Path("keys")
    public Response newKey(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("ownerId") String ownerId,
            @QueryParam("graceSeconds") @Nullable String graceSeconds,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Caller caller = access.callerFor(ownerId, apiKey, RequestOrigin.of(request));
        Terms terms = Terms.of(request, uri, caller.author());
        QueryParameters.requireOnly(List.of("graceSeconds", "dryRun"), uri.getQueryParameters());
        Duration grace = Duration.ofSeconds(QueryNumber.of("graceSeconds", graceSeconds, 0, MOST_GRACE_SECONDS, 0));
        KeyChanges.NewKey made = keys.rotate(ownerId, grace, terms);
        if (terms.dryRun()) {
            return JsonAnswer.tried(made.outcome());
        }
        JsonObjectBuilder answer = Json.createObjectBuilder()
                .add(
                        "Message",
                        "New API key of " + ownerId + ". Keep it: it is not shown again"
                                + (grace.isZero() ? ". No former key is good any more" : ""))
                .add("API-Key", made.key());
        if (!grace.isZero()) {
            answer.add("FormerKeyUntil", made.formerUntil().toString());
        }
        return JsonAnswer.ok(answer.build(), made.outcome().current());
    }

    /**
     * Takes an owner's keys away.
     *
     * @throws GatewayException what {@link Access#callerFor} and {@link KeyChanges#revoke} say
     */
    @DELETE
    @Path("keys")
    public Response revokeKeys(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("ownerId") String ownerId,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Caller caller = access.callerFor(ownerId, apiKey, RequestOrigin.of(request));
        Terms terms = Terms.of(request, uri, caller.author());
        if (!settings.masterKeyEnabled()) {
            throw new GatewayException(
                    GatewayError.CONFLICT,
                    "Without any key only the master key could make a new one, and it is switched off here (setting:"
                            + " masterKeyEnabled); a new key (POST) ends the former ones, too");
        }
        Outcome outcome = keys.revoke(ownerId, terms);
        return terms.dryRun() ? JsonAnswer.tried(outcome) : JsonAnswer.done(outcome);
    }
}
