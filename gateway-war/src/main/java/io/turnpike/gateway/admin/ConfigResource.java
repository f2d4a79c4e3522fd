package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /admin/config}: everything that is registered, in one piece and without keys. Takes the master key. */
@Path("admin/config")
@ApplicationScoped
public class ConfigResource {

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    ConfigurationChanges changes;

    @Inject
    HttpTargetDoubts doubts;

    @Inject
    ConsumerDoubts consumers;

    /**
     * Shows it, as {@code PUT} takes it.
     *
     * @throws GatewayException what {@link Access#master} says; {@code NOT_READY}
     */
    @GET
    public Response config(@Context HttpServletRequest request, @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("Owners", RegistrationJson.owners(state.owners()))
                .add("Routes", RouteJson.byId(state.routes().inOrder()));
        EntryJson.addTo(json, state.entries().all());
        return JsonAnswer.ok(json.build(), state.revision());
    }

    /**
     * Makes a configuration the one in force, by one revision, all or nothing.
     *
     * @throws GatewayException what {@link Access#master}, {@link Terms#of}, {@link JsonBody#read} and {@link
     *     ConfigurationChanges#apply} say; {@code INVALID_REQUEST}
     */
    @PUT
    public Response apply(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @HeaderParam("apikey") @Nullable String apiKey,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body)
            throws GatewayException {
        Caller caller = access.master(apiKey, RequestOrigin.of(request));
        Terms terms = Terms.dryRunOnly(request, uri, caller);
        JsonValue target = JsonBody.read(body, contentType, settings.maxRequestBytes());
        return AppliedAnswer.of(changes.apply(target, terms), terms, doubts, consumers);
    }
}
