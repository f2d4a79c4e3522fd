package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.web.ProblemResponses;
import io.turnpike.gateway.web.RequestFaults;
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

    static Response of(String path, Request request) {
        try {
            return JsonAnswer.ok(request.answer());
        } catch (GatewayException e) {
            RequestFaults.log("POST", path, e);
            return ProblemResponses.of(ProblemJson.connectorResponse(e));
        } catch (RuntimeException e) {
            // Not left to the general mapper, whose answer has a key that existing connectors take for their own.
            LOG.log(System.Logger.Level.ERROR, "POST " + path + ": failed in a way that was not foreseen", e);
            return ProblemResponses.of(ProblemJson.connectorResponse(new GatewayException(
                    GatewayError.INTERNAL_ERROR,
                    "The gateway failed in a way that was not foreseen; its log says more")));
        }
    }
}
