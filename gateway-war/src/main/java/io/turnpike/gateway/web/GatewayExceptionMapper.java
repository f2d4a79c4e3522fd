package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Answers errors of admin calls as {@code application/problem+json}; the log has one line for each. */
@Provider
public class GatewayExceptionMapper implements ExceptionMapper<GatewayException> {

    private static final System.Logger LOGGER = System.getLogger(GatewayExceptionMapper.class.getName());

    @Context
    @Nullable
    UriInfo uri;

    @Override
    public Response toResponse(GatewayException problem) {
        Level level = problem.error().status() < 500 ? Level.INFO : Level.WARNING;
        String path = uri == null ? "" : uri.getPath();
        LOGGER.log(
                level,
                LogText.oneLine("%s: %d %s: %s"
                        .formatted(
                                path, problem.error().status(), problem.error().code(), problem.detail())));
        return ProblemResponses.of(problem);
    }
}
