package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpUpstream;

/** HTTP nodes as an endpoint. */
record HttpEndpoint(String name, HttpClient client) implements UpstreamEndpoint {

    @Override
    public StreamedUpstream upstream() {
        return new HttpUpstream(client);
    }
}
