package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Exchange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a request, as long as it is not over. */
record ServletHeaders(HttpServletRequest request) implements Exchange.Headers {

    @Override
    public @Nullable String first(String name) {
        return request.getHeader(name);
    }

    @Override
    public List<String> all(String name) {
        return Collections.list(request.getHeaders(name));
    }
}
