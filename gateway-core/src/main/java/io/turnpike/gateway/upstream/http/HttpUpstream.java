package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.thrift.json.Parameter;
import java.util.List;
import java.util.Optional;

/** Passes the requests of one place of a route on to HTTP nodes. */
public final class HttpUpstream implements StreamedUpstream {

    private final HttpClient client;
    private final Optional<PathRewrite> rewrite;

    /**
     * @param client has the nodes
     * @param pattern the path of the place
     * @throws IllegalArgumentException if the target's path asks for more than the pattern takes
     */
    public HttpUpstream(HttpClient client, PathPattern pattern) {
        this.client = client;
        this.rewrite = client.target().path().map(template -> new PathRewrite(template, pattern));
    }

    /** Passes requests on with the path that they have. */
    public HttpUpstream(HttpClient client) {
        this.client = client;
        this.rewrite = Optional.empty();
    }

    @Override
    public StreamedCall begin(StreamedRequest request, List<Parameter> pathParameters, StreamReceiver receiver) {
        String path = rewrite.isPresent() ? rewrite.get().of(request.path()) : request.path();
        try {
            return client.call(RequestHead.of(request, path, host(request), client.pseudonym()), receiver);
        } catch (GatewayException problem) {
            return client.refuse(request, problem, receiver);
        }
    }

    /** HTTP/1.0 does not ask for a host; HTTP/1.1, by which the node is called, does. */
    private String host(StreamedRequest request) {
        HttpTarget target = client.target();
        String asked = request.sender().host();
        if (target.host().isPresent() || !asked.isEmpty()) {
            return target.host().orElse(asked);
        }
        return target.nodes().isEmpty()
                ? target.service()
                : target.nodes().get(0).address();
    }
}
