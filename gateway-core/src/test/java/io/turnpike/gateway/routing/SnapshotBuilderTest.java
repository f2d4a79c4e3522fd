package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.Framing;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.gateway.upstream.thrift.ThriftTransport;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.protocol.ThriftProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotBuilderTest {

    private final InMemoryServiceRegistry registry =
            new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
    private final ThriftTransport transport = new ThriftTransport(registry, 1);
    private final OpenedClients clients = new OpenedClients();
    private final SnapshotBuilder builder =
            new SnapshotBuilder(clients, ThriftClientOptions.DEFAULTS, MappingOptions.DEFAULTS);

    static List<Dialect> otherDialects() {
        return List.of(
                Dialect.of(Framing.FRAMED),
                Dialect.of(Framing.HTTP),
                new Dialect(Framing.AUTO, ThriftProtocol.COMPACT, Optional.empty(), "/"),
                new Dialect(Framing.AUTO, ThriftProtocol.BINARY, Optional.of("Multi"), "/"),
                new Dialect(Framing.AUTO, ThriftProtocol.BINARY, Optional.empty(), "/elsewhere"));
    }

    @AfterEach
    void close() {
        transport.close();
        registry.close();
    }

    @ParameterizedTest
    @MethodSource("otherDialects")
    void build_dialectOfOneServiceChanged_rebuildsOnlyThatService(Dialect changed) throws Exception {
        CompiledService stays = service("Stays", Dialect.DEFAULT);
        GatewaySnapshot before =
                builder.build(Optional.empty(), 1, List.of(stays, service("Changes", Dialect.DEFAULT)));
        assertThat(clients.opened).hasSize(2);

        GatewaySnapshot after = builder.build(Optional.of(before), 2, List.of(stays, service("Changes", changed)));

        assertThat(after.routesOf("Stays"))
                .containsSame(before.routesOf("Stays").orElseThrow());
        assertThat(after.routesOf("Changes").orElseThrow().client())
                .isNotSameAs(before.routesOf("Changes").orElseThrow().client());
        assertThat(clients.opened)
                .extracting(Opened::dialect)
                .containsExactly(Dialect.DEFAULT, Dialect.DEFAULT, changed);
    }

    @ParameterizedTest
    @MethodSource("otherDialects")
    void build_nothingChanged_keepsEverything(Dialect dialect) throws Exception {
        GatewaySnapshot before = builder.build(Optional.empty(), 1, List.of(service("Stays", dialect)));
        GatewaySnapshot after = builder.build(Optional.of(before), 2, List.of(service("Stays", dialect)));
        assertThat(after.routesOf("Stays"))
                .containsSame(before.routesOf("Stays").orElseThrow());
        assertThat(clients.opened).hasSize(1);
    }

    private static CompiledService service(String name, Dialect dialect) throws GatewayException {
        return new ServiceCompiler()
                .compile(new ServiceDefinition(
                        name,
                        "owner",
                        "service S { string echo(1: string text) }",
                        Map.of(),
                        List.of(new PathMapping("echo", "echo", Set.of("POST"))),
                        dialect,
                        Optional.empty(),
                        ServiceOptions.DEFAULTS));
    }

    private record Opened(String service, Dialect dialect, ThriftClient client) {}

    /** One client for each service and options, as the gateway's cache has them. */
    private final class OpenedClients implements ClientSource {
        private final List<Opened> opened = new ArrayList<>();

        @Override
        public ThriftClient acquire(String serviceName, String ownerId, ThriftClientOptions options) {
            for (Opened each : opened) {
                if (each.service().equals(serviceName) && each.dialect().equals(options.dialect())) {
                    return each.client();
                }
            }
            ThriftClient client = transport.open(serviceName, ownerId, options);
            opened.add(new Opened(serviceName, options.dialect(), client));
            return client;
        }

        @Override
        public void release(ThriftClient client) {
            client.close();
        }
    }
}
