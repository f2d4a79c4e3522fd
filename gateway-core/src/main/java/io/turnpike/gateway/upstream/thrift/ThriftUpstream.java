package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.json.Parameter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A route's way to one method of a Thrift service. */
public final class ThriftUpstream implements BufferedUpstream {

    private final ThriftClient client;
    private final MethodTranscoder transcoder;

    public ThriftUpstream(ThriftClient client, MethodTranscoder transcoder) {
        this.client = client;
        this.transcoder = transcoder;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Arguments come from the body if there is one and from the query otherwise, and from where annotations of the IDL say;
     * path parameters win over all of them.
     */
    @Override
    public CompletionStage<Response> call(Exchange exchange, List<Parameter> pathParameters) {
        CallInput input;
        try {
            input = RequestInput.of(exchange, pathParameters, transcoder.bindsQuery());
        } catch (GatewayException e) {
            return CompletableFuture.failedFuture(e);
        }
        return client.call(transcoder, input);
    }
}
