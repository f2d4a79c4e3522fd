package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.upstream.StreamedUpstream;

/** An endpoint as the gateway knows it. */
interface UpstreamEndpoint extends Endpoint {

    /** What takes the requests. */
    StreamedUpstream upstream();

    /** What is behind an endpoint. */
    static StreamedUpstream of(Endpoint endpoint) {
        if (endpoint instanceof UpstreamEndpoint opened) {
            return opened.upstream();
        }
        throw new IllegalArgumentException("an endpoint that the gateway has not opened: " + endpoint);
    }
}
