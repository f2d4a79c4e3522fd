package io.turnpike.gateway.routing;

import io.turnpike.gateway.upstream.thrift.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a snapshot needs to know of a registered service. Two equal definitions make the same routes, so that what has not
 * changed is not rebuilt.
 *
 * @param serviceName name and first path segment
 * @param ownerId whose it is
 * @param idl the main IDL text; blank: the service is suspended
 * @param includes texts that the IDL may include, by file name
 * @param paths the mapped paths
 * @param dialect how its servers speak
 * @param timeout longest time for a call; empty: the gateway's default
 * @param options what it chooses of the mapping
 */
public record ServiceDefinition(
        String serviceName,
        String ownerId,
        String idl,
        Map<String, String> includes,
        List<PathMapping> paths,
        Dialect dialect,
        Optional<Duration> timeout,
        ServiceOptions options) {

    public ServiceDefinition {
        includes = Map.copyOf(includes);
        paths = List.copyOf(paths);
    }

    /** Whether the service is suspended: its IDL is blank. */
    public boolean suspended() {
        return idl.isBlank();
    }
}
