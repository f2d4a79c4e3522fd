package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.web.ProblemResponses;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;

/** Answers servers, in the shape that existing connectors know also where it is an error. */
final class ConnectorAnswer {

    private static final System.Logger LOG = System.getLogger(ConnectorAnswer.class.getName());

    private ConnectorAnswer() {}

    /** What a server asked for. */
    @FunctionalInterface
    interface Request {
        JsonValue answer() throws GatewayException;
    }

    static Response of(String call, Request request) {
        try {
            return JsonAnswer.ok(request.answer());
        } catch (GatewayException e) {
            System.Logger.Level level =
                    e.error().status() < 500 ? System.Logger.Level.INFO : System.Logger.Level.WARNING;
            String line = call + ": " + e.error().status() + " " + e.error().code() + ": " + e.detail();
            LOG.log(level, LogText.oneLine(line));
            return ProblemResponses.of(ProblemJson.connectorResponse(e));
        } catch (RuntimeException e) {
            // Not left to the general mapper, whose answer has a key that existing connectors take for their own.
            LOG.log(System.Logger.Level.ERROR, call + ": failed in a way that was not foreseen", e);
            return ProblemResponses.of(ProblemJson.connectorResponse(new GatewayException(
                    GatewayError.INTERNAL_ERROR,
                    "The gateway failed in a way that was not foreseen; its log says more")));
        }
    }
}
