package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.ContentCoding;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;

/** Answers OPTIONS and wrong verbs on the gateway's own paths, the same on every server; see {@link FixedPaths}. */
@Provider
@PreMatching
public class FixedPathFilter implements ContainerRequestFilter {

    @Context
    @SuppressWarnings("NullAway.Init")
    HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath(false);
        switch (FixedPaths.verdict(path, request.getMethod())) {
            case DATA_PLANE -> {
                // Goes on to its resource.
            }
            case RESOURCE -> requireNoCoding(path, request);
            case WRONG_VERB -> request.abortWith(wrongVerb(path, request.getMethod()));
            case NOT_FOUND ->
                request.abortWith(problem(
                        path,
                        request.getMethod(),
                        new GatewayException(
                                GatewayError.PATH_NOT_FOUND, "There is nothing at " + RequestFaults.shown(path))));
        }
    }

    /** Here, because a wrong coding would look like broken JSON to every resource. */
    private void requireNoCoding(String path, ContainerRequestContext request) {
        try {
            ContentCoding.requireNone(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        } catch (GatewayException coded) {
            request.abortWith(problem(path, request.getMethod(), coded));
        }
    }

    private Response wrongVerb(String path, String verb) {
        String allow = FixedPaths.allow(path);
        if (verb.equals("OPTIONS")) {
            return Response.noContent().header(HttpHeaders.ALLOW, allow).build();
        }
        return problem(
                path,
                verb,
                new GatewayException(
                        GatewayError.METHOD_NOT_ALLOWED,
                        "%s %s (expected: one of %s)".formatted(verb, RequestFaults.shown(path), allow),
                        List.of(),
                        Map.of(HttpHeaders.ALLOW, allow)));
    }

    private Response problem(String path, String verb, GatewayException problem) {
        RequestFaults.log(verb, path, problem, RequestFaults.peer(servletRequest));
        return ProblemResponses.of(problem);
    }
}
