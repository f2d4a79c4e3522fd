package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what JAX-RS itself refuses (no such path, verb or media type) as {@code application/problem+json}. */
@Provider
public class WebApplicationExceptionMapper implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response given = refusal.getResponse();
        if (given.getStatus() < 400 || given.hasEntity()) {
            return given;
        }
        String allow = given.getHeaderString(HttpHeaders.ALLOW);
        Map<String, String> headers = allow == null ? Map.of() : Map.of(HttpHeaders.ALLOW, allow);
        String detail = String.valueOf(refusal.getMessage());
        return error(given.getStatus())
                .map(error -> ProblemResponses.of(new GatewayException(error, detail, List.of(), headers)))
                .orElseGet(() -> ProblemResponses.of(ProblemJson.response(
                        given.getStatus(), given.getStatusInfo().getReasonPhrase(), detail, headers)));
    }

    private static Optional<GatewayError> error(int status) {
        return switch (status) {
            case 400 -> Optional.of(GatewayError.MALFORMED_REQUEST);
            case 404 -> Optional.of(GatewayError.PATH_NOT_FOUND);
            case 405 -> Optional.of(GatewayError.METHOD_NOT_ALLOWED);
            case 413 -> Optional.of(GatewayError.PAYLOAD_TOO_LARGE);
            case 415 -> Optional.of(GatewayError.UNSUPPORTED_MEDIA_TYPE);
            case 500 -> Optional.of(GatewayError.INTERNAL_ERROR);
            default -> Optional.empty();
        };
    }
}
