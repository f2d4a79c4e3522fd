package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers errors of admin calls as {@code application/problem+json}; the log has one line for each. */
@Provider
public class GatewayExceptionMapper implements ExceptionMapper<GatewayException> {

    @Context
    @SuppressWarnings("NullAway.Init")
    UriInfo uri;

    @Context
    @SuppressWarnings("NullAway.Init")
    Request request;

    @Context
    @SuppressWarnings("NullAway.Init")
    HttpServletRequest servletRequest;

    @Override
    public Response toResponse(GatewayException problem) {
        RequestFaults.log(request.getMethod(), uri.getPath(), problem, RequestFaults.peer(servletRequest));
        return ProblemResponses.of(problem);
    }
}
