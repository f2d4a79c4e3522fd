package io.turnpike.gateway.routing;

import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.thrift.json.MethodTranscoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service in a snapshot. Passed on from one snapshot to the next while its definition and its client stay the same.
 *
 * @param service what it was made from
 * @param client the client its routes call by; null if the service is suspended or broken
 * @param routes its paths; if it is suspended or broken, one that says so
 * @param transcoders by name of the method
 * @param paths its paths as text, for messages
 */
record ServiceRoutes(
        CompiledService service,
        @Nullable ThriftClient client,
        List<Route> routes,
        Map<String, MethodTranscoder> transcoders,
        List<String> paths) {}
