package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Exchange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a request, as long as it is not over. */
record ServletHeaders(HttpServletRequest request) implements Exchange.Headers {

    private static final byte[] NO_BODY = {};

    /**
     * The request without its body.
     *
     * @param path as in the request line, below the context root
     */
    Exchange exchange(String path, Exchange.Client client) {
        return new Exchange(request.getMethod(), path, request.getQueryString(), this, client, NO_BODY, 0);
    }

    @Override
    public @Nullable String first(String name) {
        return request.getHeader(name);
    }

    @Override
    public List<String> all(String name) {
        return Collections.list(request.getHeaders(name));
    }
}
