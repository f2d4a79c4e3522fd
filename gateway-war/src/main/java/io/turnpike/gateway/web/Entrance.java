package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.routing.Dispatcher;
import io.turnpike.gateway.routing.Passage;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is turned away before anything is looked up: what the server cannot read, and, where {@code adminPort} is set, what is at another port. At the wrong port
 * there is nothing, and no hint of what is at the other: at the port for calls the answer is the one that any unknown path gets. Safe for several threads.
 */
final class Entrance {

    /** TRACE would tell scripts what they must not know, such as cookies, and servers differ in whether it may have a body; CONNECT asks for a tunnel. */
    private static final Map<String, GatewayException> NOT_TAKEN =
            Map.of("TRACE", notTaken("TRACE"), "CONNECT", notTaken("CONNECT"));

    private static final GatewayException UNDECODED = new GatewayException(
            GatewayError.MALFORMED_REQUEST,
            "A body in chunks and Upgrade (expected: one of them; beside Upgrade this server does not take chunks apart)");

    private final AdminPort adminPort;
    private final Dispatcher dispatcher;

    Entrance(AdminPort adminPort, Dispatcher dispatcher) {
        this.adminPort = adminPort;
        this.dispatcher = dispatcher;
    }

    /** Whether a verb is taken at all. */
    static boolean takes(String verb) {
        return !NOT_TAKEN.containsKey(verb);
    }

    /**
     * The answer to a request that is turned away.
     *
     * @param path as in the request line, below the context root
     * @return null if the request may go on
     */
    @Nullable
    Response check(HttpServletRequest request, ClientConnection connection, String path) {
        GatewayException notTaken = NOT_TAKEN.get(request.getMethod());
        if (notTaken != null) {
            return refusal(request, notTaken);
        }
        if (connection.isLeftUndecoded()) {
            return refusal(request, UNDECODED);
        }
        if (adminPort.serves(request.getLocalPort(), request.getMethod(), path)) {
            return null;
        }
        return adminPort.isAt(request.getLocalPort())
                ? refusal(
                        request,
                        new GatewayException(
                                GatewayError.PATH_NOT_FOUND, "There is nothing at " + RequestFaults.shown(path)))
                : unknown(request, path);
    }

    private static Response refusal(HttpServletRequest request, GatewayException problem) {
        RequestFaults.log(request.getMethod(), request.getRequestURI(), problem, RequestFaults.peer(request));
        return ProblemJson.response(problem);
    }

    private static GatewayException notTaken(String verb) {
        return new GatewayException(
                GatewayError.METHOD_NOT_ALLOWED,
                verb + " is not taken",
                List.of(),
                Map.of("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    }

    /** What is answered at the port for calls where nothing is. */
    private Response unknown(HttpServletRequest request, String path) {
        Exchange exchange = new ServletHeaders(request).exchange(path, request::getRemoteAddr);
        Passage passage = dispatcher.begin(exchange);
        if (passage.isAnswered()) {
            // It is there already, so nothing waits.
            return passage.answer(exchange).toCompletableFuture().join();
        }
        // A route that takes any path does not take the gateway's own.
        passage.abandon();
        return ProblemJson.response(
                new GatewayException(GatewayError.SERVICE_NOT_FOUND, "No route or service takes " + path));
    }
}
