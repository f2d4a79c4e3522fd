package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /owners/{ownerId}/services/{serviceName}}: deletes a service and shows the versions of its IDL. */
@Path("owners/{ownerId}/services/{serviceName}")
@ApplicationScoped
public class ServiceResource {

    private static final int LIMIT = 100;
    private static final int MOST = 1000;

    @Inject
    Access access;

    @Inject
    Deletions deletions;

    @Inject
    IdlVersions versions;

    /**
     * Deletes a service; its versions stay.
     *
     * @throws GatewayException what {@link Access#callerFor} and {@link Deletions#deleteService} say
     */
    @DELETE
    public Response delete(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("ownerId") String ownerId,
            @PathParam("serviceName") String serviceName,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Caller caller = access.callerFor(ownerId, apiKey, RequestOrigin.of(request));
        Terms terms = Terms.of(request, uri, caller.author());
        Outcome outcome = deletions.deleteService(ownerId, serviceName, terms);
        return terms.dryRun() ? JsonAnswer.tried(outcome) : JsonAnswer.done(outcome);
    }

    /**
     * Lists the versions, newest first, without their texts.
     *
     * @param before only those before this revision
     * @param limit at most so many, 1 to {@value #MOST}; {@value #LIMIT} by default
     * @throws GatewayException what {@link Access#callerFor} and {@link IdlVersions#list} say; {@code INVALID_REQUEST}
     */
    @GET
    @Path("versions")
    public Response versions(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("ownerId") String ownerId,
            @PathParam("serviceName") String serviceName,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.callerFor(ownerId, apiKey, RequestOrigin.of(request));
        QueryParameters.requireOnce(List.of("before", "limit"), uri.getQueryParameters());
        IdlVersions.Page page = versions.list(
                ownerId, serviceName, QueryNumber.of("before", before, 1, Long.MAX_VALUE, Long.MAX_VALUE), (int)
                        QueryNumber.of("limit", limit, 1, MOST, LIMIT));
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (IdlVersion version : page.versions()) {
            boolean current = page.current().isPresent() && page.current().getAsLong() == version.revision();
            list.add(version.json().add("Current", current));
        }
        JsonObjectBuilder answer = Json.createObjectBuilder()
                .add("OwnerId", ownerId)
                .add("ServiceName", serviceName)
                .add("Versions", list);
        page.nextBefore().ifPresent(next -> answer.add("NextBefore", next));
        return JsonAnswer.ok(answer.build());
    }

    /**
     * Shows the version that was in force at a revision, with its texts.
     *
     * @throws GatewayException what {@link Access#callerFor} and {@link IdlVersions#at} say; {@code INVALID_REQUEST}
     */
    @GET
    @Path("versions/{revision}")
    public Response version(
            @Context HttpServletRequest request,
            @PathParam("ownerId") String ownerId,
            @PathParam("serviceName") String serviceName,
            @PathParam("revision") String revision,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.callerFor(ownerId, apiKey, RequestOrigin.of(request));
        IdlVersions.Text found = versions.at(
                ownerId, serviceName, QueryNumber.of("The revision in the path", revision, 1, Long.MAX_VALUE, 0));
        JsonObjectBuilder includes = Json.createObjectBuilder();
        new TreeMap<>(found.service().idlIncludes()).forEach(includes::add);
        return JsonAnswer.ok(Json.createObjectBuilder()
                .add("OwnerId", ownerId)
                .add("ServiceName", serviceName)
                .addAll(found.version().json())
                .add("IdlContent", found.service().idlContent())
                .add("IdlIncludes", includes)
                .build());
    }
}
