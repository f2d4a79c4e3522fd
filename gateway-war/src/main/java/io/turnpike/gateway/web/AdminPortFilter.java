package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.routing.Dispatcher;
import io.turnpike.gateway.routing.Passage;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Before everything else, where {@code adminPort} is set: at the wrong port there is nothing, and no hint of what is at the other. At the
 * port for calls the answer is the one that any unknown path gets; see {@link AdminPort}. The first filter of {@code web.xml}, for only there is an order of filters.
 */
public class AdminPortFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final byte[] NO_BODY = {};

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient GatewaySettings settings;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient Dispatcher dispatcher;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient SlowClients slowClients;

    @SuppressWarnings("NullAway.Init")
    private transient AdminPort adminPort;

    @Override
    public void init() {
        adminPort = new AdminPort(settings.adminPort());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (adminPort.serves(request.getLocalPort(), request.getMethod(), path)) {
            chain.doFilter(request, response);
            return;
        }
        if (adminPort.isAt(request.getLocalPort())) {
            GatewayException problem = new GatewayException(
                    GatewayError.PATH_NOT_FOUND, "There is nothing at " + RequestFaults.shown(path));
            RequestFaults.log(request.getMethod(), path, problem, RequestFaults.peer(request));
            ProblemResponses.write(request, response, ProblemJson.response(problem));
        } else {
            ProblemResponses.write(request, response, unknown(request, path));
        }
        LingeringClient.awaitRest(request, response, ClientConnection.of(request), slowClients);
    }

    /** What is answered at the port for calls where nothing is. */
    private Response unknown(HttpServletRequest request, String path) {
        ServletHeaders headers = new ServletHeaders(request);
        Exchange exchange = new Exchange(
                request.getMethod(), path, request.getQueryString(), headers, request::getRemoteAddr, NO_BODY, 0);
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
