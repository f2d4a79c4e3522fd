package io.turnpike.gateway.plugin.redirect;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.routing.rule.HostPattern;
import java.util.List;
import java.util.Map;

/** Answers with a place to go to. */
final class RedirectHandler implements PluginHandler {

    private static final byte[] NO_BODY = {};

    private final int status;
    private final LocationTemplate location;
    private final boolean onlyHttp;

    /** @param onlyHttp whether requests by HTTPS go on */
    RedirectHandler(int status, LocationTemplate location, boolean onlyHttp) {
        this.status = status;
        this.location = location;
        this.onlyHttp = onlyHttp;
    }

    @Override
    public Decision access(PluginRequest request) {
        if (onlyHttp && !request.scheme().equals("http")) {
            return Decision.proceed();
        }
        // Its plain form, without port and without anything that could end the authority of the URI.
        String host = HostPattern.ofHeader(request.host());
        if (host == null && location.hasHost()) {
            return Decision.refuse(new GatewayException(
                    GatewayError.MALFORMED_REQUEST, "The request has no usable host (expected: a Host header)"));
        }
        String target = location.of(request, host == null ? "" : host);
        return Decision.answer(new Response(status, null, Map.of("Location", target), List.of(), NO_BODY, 0));
    }
}
