package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /admin/consumers}: those whose requests plugins can tell from others'. Takes the master key; keys are never shown again. */
@Path("admin/consumers")
@ApplicationScoped
public class ConsumerResource {

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    ConsumerEdits edits;

    /**
     * Lists the consumers, in the order of their names.
     *
     * @throws GatewayException what {@link Access#master} says; {@code NOT_READY}
     */
    @GET
    public Response list(@Context HttpServletRequest request, @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        JsonArrayBuilder consumers = Json.createArrayBuilder();
        state.entries().consumers().forEach(consumer -> consumers.add(json(consumer)));
        return JsonAnswer.ok(
                Json.createObjectBuilder()
                        .add("Revision", state.revision())
                        .add("Consumers", consumers)
                        .build(),
                state.revision());
    }

    /**
     * Shows one.
     *
     * @throws GatewayException what {@link Access#master} says; {@code CONSUMER_NOT_FOUND}, {@code NOT_READY}
     */
    @GET
    @Path("{name}")
    public Response consumer(
            @Context HttpServletRequest request,
            @PathParam("name") String name,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        return JsonAnswer.ok(json(ConsumerEdits.require(state, name)).build(), state.revision());
    }

    private static JsonObjectBuilder json(Consumer consumer) {
        return Json.createObjectBuilder()
                .add("Name", consumer.name())
                .add("KeyCount", consumer.keyHashes().size());
    }

    /**
     * Makes a consumer, or gives one other keys.
     *
     * @throws GatewayException what {@link Access#master}, {@link Terms#of}, {@link JsonBody#read} and {@link ConsumerEdits#put} say;
     *     {@code INVALID_REQUEST}
     */
    @PUT
    @Path("{name}")
    public Response put(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("name") String name,
            @HeaderParam("apikey") @Nullable String apiKey,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body)
            throws GatewayException {
        Terms terms = Terms.dryRunOnly(request, uri, access.master(apiKey, RequestOrigin.of(request)));
        JsonValue consumer = JsonBody.read(body, contentType, settings.maxRequestBytes());
        ConsumerEdits.Put put = edits.put(name, consumer, terms);
        Outcome outcome = put.outcome();
        if (terms.dryRun()) {
            return JsonAnswer.tried(outcome);
        }
        String done = "The consumer " + name + " is known, revision " + outcome.revision()
                + (put.key().isEmpty() ? "" : ". Keep the API key: it is not shown again");
        JsonObjectBuilder answer = JsonAnswer.made(outcome, done);
        put.key().ifPresent(key -> answer.add("API-Key", key));
        return JsonAnswer.ok(answer.build(), outcome.current());
    }

    /**
     * Deletes a consumer with its keys.
     *
     * @throws GatewayException what {@link Access#master}, {@link Terms#of} and {@link ConsumerEdits#delete} say; {@code INVALID_REQUEST}
     */
    @DELETE
    @Path("{name}")
    public Response delete(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("name") String name,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Terms terms = Terms.dryRunOnly(request, uri, access.master(apiKey, RequestOrigin.of(request)));
        Outcome outcome = edits.delete(name, terms);
        return terms.dryRun() ? JsonAnswer.tried(outcome) : JsonAnswer.done(outcome);
    }
}
