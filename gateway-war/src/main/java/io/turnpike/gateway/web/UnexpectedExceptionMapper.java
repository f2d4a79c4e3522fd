package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;

/** Answers what nobody foresaw. It is a fault of ours, so the log gets its stack trace; the caller does not. */
@Provider
public class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {

    private static final System.Logger LOGGER = System.getLogger(UnexpectedExceptionMapper.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        LOGGER.log(Level.ERROR, "Unexpected failure of a request", failure);
        return ProblemResponses.of(GatewayException.unforeseen());
    }
}
