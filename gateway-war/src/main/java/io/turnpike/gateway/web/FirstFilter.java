package io.turnpike.gateway.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Before everything else: nothing follows the last request of a connection, and every answer has one {@code Date}. What is answered later gives it anew;
 * see {@link HttpDate}.
 */
public class FirstFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    private final transient LastRequests lastRequests = new LastRequests();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ClientConnection connection = ClientConnection.of(request);
        if (lastRequests.isBehind(connection)) {
            // The connection is about to be closed: nobody would read an answer.
            return;
        }
        if (connection.mayHideRequest()) {
            response.setHeader("Connection", "close");
        }
        HttpDate.set(response);
        chain.doFilter(request, response);
    }
}
