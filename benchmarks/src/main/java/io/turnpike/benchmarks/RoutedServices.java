package io.turnpike.benchmarks;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.ClientSource;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.PathMapping;
import io.turnpike.gateway.routing.ServiceCompiler;
import io.turnpike.gateway.routing.ServiceDefinition;
import io.turnpike.gateway.routing.ServiceOptions;
import io.turnpike.gateway.routing.SnapshotBuilder;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.gateway.upstream.thrift.ThriftTransport;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import io.turnpike.thrift.json.MappingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services of ten paths each, half of them with a template, whose IDL is compiled once and which share one client. */
final class RoutedServices implements AutoCloseable {

    /** Paths of each service. */
    static final int PATHS = 10;

    private static final String IDL = """
            struct Request { 1: string ID, 2: string name }
            service S { string read(1: Request request), string write(1: Request request) }
            """;

    private final InMemoryServiceRegistry registry =
            new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
    private final ThriftTransport transport = new ThriftTransport(registry, 1);
    private final ThriftClient client = transport.open("s", "owner", ThriftClientOptions.DEFAULTS);
    private final CompiledService compiled;

    RoutedServices() {
        try {
            compiled = new ServiceCompiler().compile(definition("s", "v1"));
        } catch (GatewayException e) {
            throw new IllegalStateException(e.faults().toString(), e);
        }
    }

    SnapshotBuilder builder() {
        ClientSource one = new ClientSource() {
            @Override
            public ThriftClient acquire(String serviceName, String ownerId, ThriftClientOptions options) {
                return client;
            }

            @Override
            public void release(ThriftClient released) {
                // Closed at the end.
            }
        };
        HttpClientSource none = new HttpClientSource() {
            @Override
            public HttpClient acquire(HttpTarget target, String ownerId, @Nullable HttpClient former) {
                throw new IllegalArgumentException(target + " (expected: no HTTP nodes)");
            }

            @Override
            public void release(HttpClient released) {
                // There is none.
            }
        };
        return new SnapshotBuilder(one, none, ThriftClientOptions.DEFAULTS, MappingOptions.DEFAULTS);
    }

    /** The service of a number. */
    CompiledService service(int number, String version) {
        return new CompiledService(definition("service" + number, version), compiled.schema(), List.of());
    }

    List<CompiledService> services(int count) {
        List<CompiledService> services = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            services.add(service(i, "v1"));
        }
        return services;
    }

    /** A request for a path of one of so many services. */
    static Exchange request(int route, int services) {
        int path = route % PATHS;
        String below = path % 2 == 0 ? "path" + path + "/list" : "path" + path + "/4711/part";
        return get("/service" + route / PATHS % services + "/v1/" + below);
    }

    static Exchange get(String path) {
        return new Exchange("GET", path, null, name -> null, new byte[0], 0);
    }

    private static ServiceDefinition definition(String name, String version) {
        List<PathMapping> paths = new ArrayList<>();
        for (int i = 0; i < PATHS; i++) {
            String path = version + "/path" + i + (i % 2 == 0 ? "/list" : "/{ID}/part");
            paths.add(new PathMapping(path, "read", Set.of("GET")));
        }
        return new ServiceDefinition(
                name, "owner", IDL, Map.of(), paths, Dialect.DEFAULT, Optional.empty(), ServiceOptions.DEFAULTS);
    }

    @Override
    public void close() {
        client.close();
        transport.close();
        registry.close();
    }
}
