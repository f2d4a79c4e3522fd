package io.turnpike.gateway.routing;

import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.gateway.upstream.thrift.ThriftUpstream;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.schema.ServiceSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds snapshots, taking over from the one before whatever has not changed. Safe for use by several threads at once. */
public final class SnapshotBuilder {

    private final ClientSource clients;
    private final ThriftClientOptions clientDefaults;
    private final MappingOptions mapping;

    public SnapshotBuilder(ClientSource clients, ThriftClientOptions clientDefaults, MappingOptions mapping) {
        this.clients = clients;
        this.clientDefaults = clientDefaults;
        this.mapping = mapping;
    }

    /**
     * Builds the snapshot of these services; each compiled service equal to one in {@code previous} keeps routes and client. Of
     * several services of one name the first counts. Whoever builds a snapshot publishes it, see {@link SnapshotHolder}.
     */
    public GatewaySnapshot build(
            Optional<GatewaySnapshot> previous, long revision, Collection<CompiledService> services) {
        Map<String, ServiceRoutes> built = new LinkedHashMap<>();
        Duration longest = clientDefaults.callTimeout();
        try {
            for (CompiledService service : services) {
                String name = service.definition().serviceName();
                if (!built.containsKey(name)) {
                    built.put(name, routes(service, previous.flatMap(p -> p.routesOf(name))));
                    Duration timeout = service.definition().timeout().orElse(Duration.ZERO);
                    longest = timeout.compareTo(longest) > 0 ? timeout : longest;
                }
            }
        } catch (RuntimeException | Error e) {
            new GatewaySnapshot(revision, built, longest, clients).release();
            throw e;
        }
        return new GatewaySnapshot(revision, built, longest, clients);
    }

    private ServiceRoutes routes(CompiledService service, Optional<ServiceRoutes> former) {
        Optional<ServiceSchema> schema = service.schema();
        if (schema.isEmpty()) {
            return new ServiceRoutes(service, null, RouteTable.of(List.of()), List.of());
        }
        ThriftClient client = clients.acquire(
                service.definition().serviceName(), service.definition().ownerId(), options(service.definition()));
        try {
            if (former.isPresent() && canKeep(former.get(), service, client)) {
                return former.get();
            }
            return routes(service, schema.get(), client);
        } catch (RuntimeException | Error e) {
            clients.release(client);
            throw e;
        }
    }

    private static boolean canKeep(ServiceRoutes former, CompiledService service, @Nullable ThriftClient client) {
        return former.client() == client && former.service().definition().equals(service.definition());
    }

    private ServiceRoutes routes(CompiledService service, ServiceSchema schema, ThriftClient client) {
        List<PathBinding> bindings =
                ServicePaths.resolve(service.definition().paths(), schema).bindings();
        Dialect dialect = service.definition().dialect();
        Map<String, MethodTranscoder> transcoders = MethodTranscoder.ofAll(
                schema,
                service.definition().options().mapping(mapping),
                dialect.protocol(),
                dialect.namePrefix().orElse(null));
        List<Route> routes = new ArrayList<>();
        for (PathBinding binding : bindings) {
            MethodTranscoder transcoder =
                    Objects.requireNonNull(transcoders.get(binding.method().name()));
            routes.add(new Route(
                    binding, new ThriftUpstream(client, transcoder.withExceptionStatus(binding.exceptionStatus()))));
        }
        String prefix = '/' + service.definition().serviceName() + '/';
        List<String> paths =
                bindings.stream().map(b -> prefix + b.pattern()).distinct().toList();
        return new ServiceRoutes(service, client, RouteTable.of(routes), paths);
    }

    private ThriftClientOptions options(ServiceDefinition definition) {
        ThriftClientOptions options = clientDefaults.withDialect(definition.dialect());
        return definition.timeout().map(options::withCallTimeout).orElse(options);
    }
}
