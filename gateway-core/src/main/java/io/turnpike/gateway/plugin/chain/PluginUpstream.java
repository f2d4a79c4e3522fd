package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.thrift.json.Parameter;
import java.util.List;

/** An upstream with plugins before it. */
final class PluginUpstream implements StreamedUpstream {

    private final PluginRuntime runtime;
    private final PluginChain chain;
    private final Upstream upstream;
    private final RequestPlace place;

    PluginUpstream(PluginRuntime runtime, PluginChain chain, Upstream upstream, RequestPlace place) {
        this.runtime = runtime;
        this.chain = chain;
        this.upstream = upstream;
        this.place = place;
    }

    /** What is behind the plugins. */
    Upstream upstream() {
        return upstream;
    }

    /** The same plugins before another upstream. */
    PluginUpstream with(Upstream other) {
        return new PluginUpstream(runtime, chain, other, place);
    }

    @Override
    public StreamedCall begin(StreamedRequest request, List<Parameter> pathParameters, StreamReceiver receiver) {
        MutableRequest mutable = new MutableRequest(request, place);
        PluginCall call = new PluginCall(runtime, chain, upstream, mutable, pathParameters, receiver);
        call.start();
        return call;
    }
}
