package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Before everything else: nothing follows the last request of a connection, what the server cannot read is refused, and every answer has one {@code Date}. What is answered later gives it anew;
 * see {@link HttpDate}.
 */
public class FirstFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** It would tell scripts what they must not know, such as cookies, and servers differ in whether it may have a body. */
    private static final GatewayException TRACE = new GatewayException(
            GatewayError.METHOD_NOT_ALLOWED,
            "TRACE is not taken",
            List.of(),
            Map.of("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));

    private static final GatewayException UNDECODED = new GatewayException(
            GatewayError.MALFORMED_REQUEST,
            "A body in chunks and Upgrade (expected: one of them; beside Upgrade this server does not take chunks apart)");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ClientConnection connection = ClientConnection.of(request);
        if (connection.isClosed()) {
            // Nobody would read an answer.
            return;
        }
        if (connection.isLastRequest()) {
            response.setHeader("Connection", "close");
        }
        HttpDate.set(response);
        if (request.getMethod().equals("TRACE")) {
            refuse(request, response, TRACE);
        } else if (connection.isLeftUndecoded()) {
            refuse(request, response, UNDECODED);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, GatewayException problem)
            throws IOException {
        RequestFaults.log(request.getMethod(), request.getRequestURI(), problem, RequestFaults.peer(request));
        ProblemResponses.write(request, response, ProblemJson.response(problem));
    }
}
