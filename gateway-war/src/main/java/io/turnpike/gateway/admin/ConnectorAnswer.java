package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.web.ProblemResponses;
import io.turnpike.gateway.web.RequestFaults;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/** Answers servers, in the shape that existing connectors know also where it is an error. */
final class ConnectorAnswer {

    private static final System.Logger LOG = System.getLogger(ConnectorAnswer.class.getName());

    private ConnectorAnswer() {}

    /** What a server asked for. */
    @FunctionalInterface
    interface Request {
        CompletionStage<JsonValue> answer() throws GatewayException;
    }

    /** Answers now, or when the request's stage is completed, on that thread. */
    static void of(HttpServletRequest asked, String path, AsyncResponse answer, Request request) {
        // Later the container may have given the request to somebody else.
        String peer = RequestFaults.peer(asked);
        CompletionStage<JsonValue> stage;
        try {
            stage = request.answer();
        } catch (GatewayException | RuntimeException e) {
            answer.resume(failed(path, e, peer));
            return;
        }
        stage.whenComplete(
                (json, failure) -> answer.resume(failure == null ? JsonAnswer.ok(json) : failed(path, failure, peer)));
    }

    private static Response failed(String path, Throwable failure, String peer) {
        Throwable cause = GatewayException.causeOf(failure);
        if (cause instanceof GatewayException problem) {
            RequestFaults.log("POST", path, problem, peer);
            return ProblemResponses.of(ProblemJson.connectorResponse(problem));
        }
        // Not left to the general mapper, whose answer has a key that existing connectors take for their own.
        LOG.log(System.Logger.Level.ERROR, "POST " + path + ": failed in a way that was not foreseen", cause);
        return ProblemResponses.of(ProblemJson.connectorResponse(GatewayException.unforeseen()));
    }
}
