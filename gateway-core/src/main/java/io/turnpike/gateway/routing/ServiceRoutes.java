package io.turnpike.gateway.routing;

import io.turnpike.gateway.upstream.thrift.ThriftClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service in a snapshot. Passed on from one snapshot to the next while its definition and its client stay the same.
 *
 * @param service what it was made from
 * @param client the client its routes call by; null if the service is suspended or broken
 * @param table its paths
 * @param paths the same paths as text, for messages
 */
record ServiceRoutes(CompiledService service, @Nullable ThriftClient client, RouteTable table, List<String> paths) {}
