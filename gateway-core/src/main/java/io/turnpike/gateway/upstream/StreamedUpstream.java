package io.turnpike.gateway.upstream;

import io.turnpike.thrift.json.Parameter;
import java.util.List;

/** Takes and gives bodies as they come, however long they are. */
public non-sealed interface StreamedUpstream extends Upstream {

    /**
     * Begins a call and returns at once. Whatever goes wrong, now or later, is told to the receiver.
     *
     * @param request all of the request but its body
     * @param pathParameters values of the route's template segments, decoded; those of stars are not among them
     * @param receiver gets the answer
     */
    StreamedCall begin(StreamedRequest request, List<Parameter> pathParameters, StreamReceiver receiver);
}
