package io.turnpike.gateway.upstream;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.thrift.json.Parameter;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes requests whole and gives answers whole. */
public non-sealed interface BufferedUpstream extends Upstream {

    /**
     * Answers a request without ever blocking the calling thread.
     *
     * @param exchange the request
     * @param pathParameters values of the route's template segments, decoded
     * @return completes with the answer, or with a {@link GatewayException}
     */
    CompletionStage<Response> call(Exchange exchange, List<Parameter> pathParameters);

    /** Whether the answer has to do with the request's body. */
    default boolean readsBody() {
        return true;
    }
}
