package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.FormerConfiguration;
import io.turnpike.gateway.persistence.RevisionOutline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /admin/revisions}: the history of the configuration, and the way back. Takes the master key. */
@Path("admin/revisions")
@ApplicationScoped
public class RevisionResource {

    private static final int LIMIT = 100;
    private static final int MOST = 1000;
    private static final String IN_PATH = "The revision in the path";

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    Revisions revisions;

    @Inject
    ConfigurationChanges changes;

    @Inject
    HttpTargetDoubts doubts;

    @Inject
    ConsumerDoubts consumers;

    /**
     * Lists revisions, newest first.
     *
     * @param before only those before this one
     * @param limit at most so many, 1 to {@value #MOST}; {@value #LIMIT} by default
     * @throws GatewayException what {@link Access#master} and {@link Revisions#list} say; {@code INVALID_REQUEST}
     */
    @GET
    public Response list(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        QueryParameters.requireOnly(List.of("before", "limit"), uri.getQueryParameters());
        Revisions.Page page = revisions.list(QueryNumber.of("before", before, 1, Long.MAX_VALUE, Long.MAX_VALUE), (int)
                QueryNumber.of("limit", limit, 1, MOST, LIMIT));
        JsonArrayBuilder list = Json.createArrayBuilder();
        page.revisions().forEach(revision -> list.add(outline(revision)));
        JsonObjectBuilder answer =
                Json.createObjectBuilder().add("Revision", page.current()).add("Revisions", list);
        page.nextBefore().ifPresent(next -> answer.add("NextBefore", next));
        return JsonAnswer.ok(answer.build(), page.current());
    }

    /**
     * Shows what was registered at a revision.
     *
     * @throws GatewayException what {@link Access#master} and {@link Revisions#at} say; {@code INVALID_REQUEST}
     */
    @GET
    @Path("{revision}")
    public Response revision(
            @Context HttpServletRequest request,
            @PathParam("revision") String revision,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        FormerConfiguration found = revisions.at(number(revision, 1));
        JsonObjectBuilder json = outline(found.outline())
                .add("Owners", RegistrationJson.owners(found.owners()))
                .add("Routes", RouteJson.definitionsById(found.routes()));
        EntryJson.addTo(json, found.entries());
        return JsonAnswer.ok(json.build());
    }

    /**
     * Tells two revisions apart.
     *
     * @throws GatewayException what {@link Access#master} and {@link Revisions#between} say; {@code INVALID_REQUEST}
     */
    @GET
    @Path("{from}/diff/{to}")
    public Response diff(
            @Context HttpServletRequest request,
            @PathParam("from") String from,
            @PathParam("to") String to,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        long one = number(from, 0);
        long other = number(to, 0);
        return JsonAnswer.ok(Json.createObjectBuilder()
                .add("From", one)
                .add("To", other)
                .add("Changes", Difference.json(revisions.between(one, other)))
                .build());
    }

    /**
     * Goes back to what was registered at a revision, by a new revision.
     *
     * @param ownerId the one owner to go back for; all if it is not given
     * @throws GatewayException what {@link Access#master}, {@link Terms#of} and {@link ConfigurationChanges#rollback} say; {@code
     *     INVALID_REQUEST}
     */
    @POST
    @Path("{revision}/rollback")
    public Response rollback(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("revision") String revision,
            @QueryParam("ownerid") @Nullable String ownerId,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Caller caller = access.master(apiKey, RequestOrigin.of(request));
        Terms terms = Terms.of(request, uri, caller.author());
        QueryParameters.requireOnly(List.of("ownerid", "dryRun"), uri.getQueryParameters());
        return AppliedAnswer.of(
                changes.rollback(number(revision, 1), Optional.ofNullable(ownerId), terms), terms, doubts, consumers);
    }

    private static long number(String text, long least) throws GatewayException {
        return QueryNumber.of(IN_PATH, text, least, Long.MAX_VALUE, 0);
    }

    private static JsonObjectBuilder outline(RevisionOutline revision) {
        return Json.createObjectBuilder()
                .add("Revision", revision.number())
                .add("Time", revision.time().toString())
                .add("Author", revision.author())
                .add("Action", revision.action())
                .add("Summary", RevisionSummary.of(revision));
    }
}
