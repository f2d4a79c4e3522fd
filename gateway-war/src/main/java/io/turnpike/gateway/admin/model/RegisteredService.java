package io.turnpike.gateway.admin.model;

import io.turnpike.gateway.routing.ServiceDefinition;
import io.turnpike.gateway.routing.ServiceOptions;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.Framing;
import io.turnpike.thrift.protocol.ThriftProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as its owner registered it.
 *
 * @param serviceId the owner's own identifier; means nothing to the gateway
 * @param serviceName unique name and first path segment
 * @param idlContent the main IDL text; blank: the service is suspended
 * @param idlIncludes texts that the IDL may include, by file name
 * @param version the owner's own version
 * @param serviceDescription for people
 * @param serverCount the number of servers announced; means nothing to the gateway
 * @param paths the mapped paths
 * @param registeredServers the servers announced
 * @param transport how its servers frame messages
 * @param protocol the Thrift protocol its servers speak
 * @param multiplexedName the service's name at servers that serve several on one port; empty: they do not
 * @param httpPath where HTTP transport posts to; empty: the root
 * @param timeout longest time for a call; empty: the gateway's default
 * @param options what it chooses of the mapping
 */
public record RegisteredService(
        String serviceId,
        String serviceName,
        String idlContent,
        Map<String, String> idlIncludes,
        String version,
        String serviceDescription,
        long serverCount,
        List<ServicePath> paths,
        List<RegisteredServer> registeredServers,
        Transport transport,
        Protocol protocol,
        Optional<String> multiplexedName,
        Optional<String> httpPath,
        Optional<Duration> timeout,
        ServiceOptions options) {

    public RegisteredService {
        idlIncludes = Map.copyOf(idlIncludes);
        paths = List.copyOf(paths);
        registeredServers = List.copyOf(registeredServers);
    }

    /** What routing needs to know of it. */
    public ServiceDefinition definition(String ownerId) {
        return new ServiceDefinition(
                serviceName,
                ownerId,
                idlContent,
                idlIncludes,
                paths.stream().map(ServicePath::mapping).toList(),
                dialect(),
                timeout,
                options);
    }

    private Dialect dialect() {
        return new Dialect(framing(), encoding(), multiplexedName, httpPath.orElse(Dialect.DEFAULT_HTTP_PATH));
    }

    private ThriftProtocol encoding() {
        return switch (protocol) {
            case BINARY -> ThriftProtocol.BINARY;
            case COMPACT -> ThriftProtocol.COMPACT;
        };
    }

    private Framing framing() {
        return switch (transport) {
            case AUTO -> Framing.AUTO;
            case FRAMED -> Framing.FRAMED;
            case BUFFERED -> Framing.BUFFERED;
            case TTHEADER -> Framing.TTHEADER;
            case HTTP -> Framing.HTTP;
        };
    }
}
