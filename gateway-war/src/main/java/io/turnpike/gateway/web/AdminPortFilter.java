package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Before everything else, where {@code adminPort} is set: at the wrong port there is nothing, and no hint of what is at the other; see
 * {@link AdminPort}. The first filter of {@code web.xml}, for only there is an order of filters.
 */
public class AdminPortFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient GatewaySettings settings;

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
        GatewayException problem =
                new GatewayException(GatewayError.PATH_NOT_FOUND, "There is nothing at " + RequestFaults.shown(path));
        RequestFaults.log(request.getMethod(), path, problem, RequestFaults.peer(request));
        ProblemResponses.write(request, response, ProblemJson.response(problem));
    }
}
