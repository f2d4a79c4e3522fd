package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.ShadowedRoute;
import io.turnpike.gateway.routing.SnapshotHolder;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /admin/routes}: the operators' routes. Takes the master key. */
@Path("admin/routes")
@ApplicationScoped
public class RouteResource {

    private static final int MOST = 1000;

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    RouteEdits edits;

    @Inject
    SnapshotHolder snapshots;

    @Inject
    RouteNodes nodes;

    @Inject
    HttpTargetDoubts doubts;

    @Inject
    ConsumerDoubts consumers;

    /**
     * Lists the routes, those that are matched first first, with what is to be said of them.
     *
     * @param after only those after the route of this id
     * @param limit at most so many, 1 to {@value #MOST}; all by default
     * @throws GatewayException what {@link Access#master} says; {@code NOT_READY}, {@code INVALID_REQUEST}; {@code ROUTE_NOT_FOUND} if
     *     there is no route to go on after
     */
    @GET
    public Response list(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        QueryParameters.requireOnly(List.of("after", "limit"), uri.getQueryParameters());
        int most = (int) QueryNumber.of("limit", limit, 1, MOST, Integer.MAX_VALUE);
        RegistrationState state = registrations.loadedState();
        Optional<CheckedRoute> last = after == null ? Optional.empty() : Optional.of(RouteEdits.require(state, after));
        RouteList.Page page = state.routes().after(last, most);
        JsonArrayBuilder routes = Json.createArrayBuilder();
        page.routes().forEach(route -> routes.add(RouteJson.of(route.definition())));
        JsonObjectBuilder answer = Json.createObjectBuilder()
                .add("Revision", state.revision())
                .add("Routes", routes)
                .add("Warnings", warnings(page.routes(), state));
        page.nextAfter().ifPresent(next -> answer.add("NextAfter", next));
        return JsonAnswer.ok(answer.build(), state.revision());
    }

    /**
     * Shows a route, as {@code PUT} takes it.
     *
     * @throws GatewayException what {@link Access#master} says; {@code ROUTE_NOT_FOUND}, {@code NOT_READY}
     */
    @GET
    @Path("{routeId}")
    public Response route(
            @Context HttpServletRequest request,
            @PathParam("routeId") String routeId,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        return JsonAnswer.ok(RouteJson.of(RouteEdits.require(state, routeId).definition()), state.revision());
    }

    /**
     * Shows the nodes of a route as this gateway sees them; of a route to a Thrift service its servers. No part of the configuration.
     *
     * @throws GatewayException what {@link Access#master} and {@link RouteNodes#of} say; {@code NOT_READY}
     */
    @GET
    @Path("{routeId}/nodes")
    public Response nodes(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("routeId") String routeId,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        QueryParameters.requireOnly(List.of(), uri.getQueryParameters());
        return JsonAnswer.ok(nodes.of(routeId, registrations.loadedState()));
    }

    /**
     * Makes a route, or puts another one in its place.
     *
     * @throws GatewayException what {@link Access#master}, {@link Terms#of}, {@link JsonBody#read} and {@link RouteEdits#put} say;
     *     {@code INVALID_REQUEST}
     */
    @PUT
    @Path("{routeId}")
    public Response put(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("routeId") String routeId,
            @HeaderParam("apikey") @Nullable String apiKey,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body)
            throws GatewayException {
        Caller caller = access.master(apiKey, RequestOrigin.of(request));
        Terms terms = Terms.dryRunOnly(request, uri, caller);
        JsonValue route = JsonBody.read(body, contentType, settings.maxRequestBytes());
        Outcome outcome = edits.put(routeId, route, terms);
        JsonArray warnings = consumers.addedTo(
                doubts.addedTo(
                        RouteJson.warnings(outcome.shadows().of(routeId)),
                        RouteEdits.madeBy(outcome, routeId).stream().toList(),
                        outcome),
                outcome);
        if (terms.dryRun()) {
            return JsonAnswer.tried(outcome, warnings);
        }
        return JsonAnswer.ok(
                JsonAnswer.made(outcome, "The route " + routeId + " is in force, revision " + outcome.revision())
                        .add("Warnings", warnings)
                        .build(),
                outcome.current());
    }

    /**
     * Deletes a route.
     *
     * @throws GatewayException what {@link Access#master}, {@link Terms#of} and {@link RouteEdits#delete} say; {@code INVALID_REQUEST}
     */
    @DELETE
    @Path("{routeId}")
    public Response delete(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("routeId") String routeId,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Caller caller = access.master(apiKey, RequestOrigin.of(request));
        Terms terms = Terms.dryRunOnly(request, uri, caller);
        Outcome outcome = edits.delete(routeId, terms);
        return terms.dryRun()
                ? JsonAnswer.tried(outcome, RouteJson.warnings(outcome.shadows().of(routeId)))
                : JsonAnswer.done(outcome);
    }

    private JsonArray warnings(List<CheckedRoute> routes, RegistrationState state) {
        List<ShadowedRoute> shadowed =
                snapshots.current().map(GatewaySnapshot::shadowed).orElse(List.of());
        return doubts.addedTo(RouteWarnings.of(routes, state, shadowed), routes, state::service);
    }
}
