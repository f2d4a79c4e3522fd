package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.upstream.thrift.EndpointState;
import io.turnpike.gateway.upstream.thrift.EndpointStatus;
import io.turnpike.gateway.upstream.thrift.Framing;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {

    private static final Caller JOHN = Caller.owner("john");
    private static final Caller EVE = Caller.owner("eve");
    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private Node node;
    private InMemoryServiceRegistry registry;
    private String key;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        SharedStore store = new SharedStore(real);
        node = new Node(() -> store, Duration.ofMinutes(10)).started();
        registry = registry();
        key = node.register(Requests.owner("john", ASSETS));
        node.register(Requests.owner("eve"));
    }

    @AfterEach
    void close() {
        registry.close();
        node.close();
        real.close();
    }

    private static InMemoryServiceRegistry registry() {
        return new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
    }

    private Servers servers(InMemoryServiceRegistry where, Registrations registrations) {
        return servers(where, registrations, new Admission(false, List.of()));
    }

    private static Servers servers(InMemoryServiceRegistry where, Registrations registrations, Admission admission) {
        return new Servers(
                registrations,
                where,
                new ServerIdCodec("a secret that is long enough".getBytes(StandardCharsets.UTF_8)),
                admission,
                Clock.systemUTC(),
                true);
    }

    private Servers servers() {
        return servers(registry, node.registrations);
    }

    @Test
    void connect_heartbeatAndLeave_work() throws Exception {
        String id = servers().connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        assertThat(registry.list("AssetManagement")).hasSize(1);
        servers().heartbeat(JOHN, id);
        servers().heartbeat(Caller.MASTER, id);
        servers().leave(JOHN, id);
        assertThat(registry.list("AssetManagement")).isEmpty();
        assertThat(Problems.of(() -> servers().heartbeat(JOHN, id)).error()).isEqualTo(GatewayError.SERVER_NOT_FOUND);
    }

    @Test
    void heartbeat_afterARestart_putsTheServerBack() throws Exception {
        String id = servers().connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        try (InMemoryServiceRegistry restarted = registry()) {
            servers(restarted, node.registrations).heartbeat(JOHN, id);
            assertThat(restarted.list("AssetManagement")).hasSize(1);
        }
    }

    @Test
    void heartbeat_serverNoLongerRegistered_is403AndGetsNoCalls() throws Exception {
        Servers strict = servers(registry, node.registrations, new Admission(true, List.of()));
        String id = strict.connect(JOHN, "AssetManagement", "localhost", 8000);
        strict.heartbeat(JOHN, id);
        node.update("john", Requests.owner("john", ASSETS.replace("localhost:8000", "other:8000")));
        assertThat(registry.list("AssetManagement")).hasSize(1);

        GatewayException refused = Problems.of(() -> strict.heartbeat(JOHN, id));
        assertThat(refused.error()).isEqualTo(GatewayError.FORBIDDEN);
        assertThat(refused.logNote())
                .contains("localhost:8000 of AssetManagement")
                .doesNotContain(id);
        assertThat(registry.list("AssetManagement")).isEmpty();

        node.update("john", Requests.owner("john", ASSETS));
        assertThat(Problems.of(() -> strict.heartbeat(JOHN, id)).error())
                .as("so that it connects again")
                .isEqualTo(GatewayError.SERVER_NOT_FOUND);
        strict.connect(JOHN, "AssetManagement", "localhost", 8000);
    }

    @Test
    void heartbeat_nameThatCannotBeLookedUp_is503AndKeepsTheServer() throws Exception {
        Map<String, String> names = new HashMap<>();
        String id = servers().connect(JOHN, "AssetManagement", "asset-1", 9000);
        Servers restricted = servers(
                registry, node.registrations, new Admission(false, List.of("10.0.0.0/8"), AdmissionTest.lookUp(names)));

        GatewayException away = Problems.of(() -> restricted.heartbeat(JOHN, id));
        assertThat(away.error()).isEqualTo(GatewayError.LOOKUP_FAILED);
        assertThat(registry.list("AssetManagement")).as("as it was").hasSize(1);

        names.put("asset-1", "10.0.0.7");
        restricted.heartbeat(JOHN, id);
        assertThat(registry.list("AssetManagement"))
                .extracting(server -> server.instance().address())
                .contains("10.0.0.7");
        restricted.heartbeat(JOHN, id);

        names.put("asset-1", "192.168.0.1");
        assertThat(Problems.of(() -> restricted.heartbeat(JOHN, id)).error()).isEqualTo(GatewayError.FORBIDDEN);
    }

    @Test
    void anyChange_isOneLineWithoutToken_andAHeartbeatNone() throws Exception {
        try (LogLines log = new LogLines(AdminLog.class);
                InMemoryServiceRegistry restarted = registry()) {
            String id = servers().connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
            assertThat(log.lines())
                    .containsExactly("INFO POST /connect by owner:john: 127.0.0.1:9000 connected to AssetManagement");
            servers().heartbeat(JOHN, id);
            assertThat(log.lines()).hasSize(1);
            servers(restarted, node.registrations).heartbeat(Caller.MASTER, id);
            assertThat(log.lines().get(1))
                    .isEqualTo(
                            "INFO POST /health by master: 127.0.0.1:9000 put back to AssetManagement by its heartbeat");
            servers().leave(JOHN, id);
            assertThat(log.lines().get(2))
                    .isEqualTo("INFO DELETE /connect by owner:john: 127.0.0.1:9000 of AssetManagement left");
            assertThat(log.lines()).hasSize(3).noneMatch(line -> line.contains(id) || line.contains(key));
            GatewayException again = Problems.of(() -> servers().leave(JOHN, id));
            assertThat(again.logNote()).isEqualTo("127.0.0.1:9000 of AssetManagement");
        }
    }

    @Test
    void connect_serviceNameMistyped_namesTheCallersOwn() {
        assertThat(Problems.of(() -> servers().connect(JOHN, "AssetManagment", "h", 1))
                        .detail())
                .endsWith("did you mean AssetManagement?");
        assertThat(Problems.of(() -> servers().connect(EVE, "AssetManagment", "h", 1))
                        .detail())
                .doesNotContain("did you mean");
        assertThat(Problems.of(() -> servers().connect(Caller.MASTER, "AssetManagment", "h", 1))
                        .detail())
                .endsWith("did you mean AssetManagement?");
    }

    @Test
    void connect_unknownServiceOrAnothersKey_isRefused() {
        assertThat(Problems.of(() -> servers().connect(JOHN, "Nope", "h", 1)).error())
                .isEqualTo(GatewayError.SERVICE_NOT_FOUND);
        assertThat(Problems.of(() -> servers().connect(EVE, "AssetManagement", "h", 1))
                        .error())
                .isEqualTo(GatewayError.FORBIDDEN);
        assertThat(registry.list("AssetManagement")).isEmpty();
    }

    @Test
    void heartbeat_forgedIdOrAnothersKey_isRefused() throws Exception {
        String id = servers().connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        assertThat(Problems.of(() -> servers().heartbeat(EVE, id)).error()).isEqualTo(GatewayError.FORBIDDEN);
        assertThat(Problems.of(() -> servers().leave(EVE, id)).error()).isEqualTo(GatewayError.FORBIDDEN);
        for (String forged : List.of("x", "", id + "x", id.substring(1), "S-127.0.0.1-9000")) {
            assertThat(Problems.of(() -> servers().heartbeat(JOHN, forged)).error())
                    .isEqualTo(GatewayError.SERVER_NOT_FOUND);
        }
    }

    @Test
    void heartbeat_serviceNoLongerRegistered_is404() throws Exception {
        String id = servers().connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        node.update("john", Requests.owner("john"));
        assertThat(Problems.of(() -> servers().heartbeat(JOHN, id)).error()).isEqualTo(GatewayError.SERVER_NOT_FOUND);
    }

    @Test
    void anyCall_beforeLoading_isNotReadyInsteadOfUnknown() throws Exception {
        String id = servers().connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        try (Node starting = new Node(() -> new SharedStore(real), Duration.ofMinutes(10))) {
            Servers early = servers(registry, starting.registrations);
            assertThat(Problems.of(() -> early.heartbeat(Caller.MASTER, id)).error())
                    .isEqualTo(GatewayError.NOT_READY);
            assertThat(Problems.of(() -> early.connect(Caller.MASTER, "AssetManagement", "h", 1))
                            .error())
                    .isEqualTo(GatewayError.NOT_READY);
        }
    }

    @Test
    void ownerView_showsServicesAndServersButNeverTheKey() throws Exception {
        String id = servers().connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        OwnerView view = new OwnerView(
                registry,
                name -> registry.list(name).stream()
                        .map(server -> new EndpointStatus(server.instance(), EndpointState.UNREACHABLE, Framing.AUTO))
                        .toList(),
                Clock.offset(Clock.systemUTC(), Duration.ofSeconds(7)));
        RegistrationState state = node.registrations.state();
        JsonObject shown = view.show(state.owner("john").orElseThrow(), state);
        assertThat(shown.toString())
                .doesNotContain(key)
                .doesNotContain(state.owner("john").orElseThrow().apiKeyHash());
        JsonObject service = shown.getJsonArray("Services").getJsonObject(0);
        assertThat(service.getString("Status")).isEqualTo("active");
        assertThat(service.getJsonArray("Servers").getJsonObject(0).getString("State"))
                .isEqualTo("unreachable");
        JsonObject server = service.getJsonArray("Servers").getJsonObject(0);
        assertThat(server.getInt("ServerPort")).isEqualTo(9000);
        assertThat(server.getInt("SecondsSinceHeartbeat")).isBetween(7, 60);
        assertThat(server.getString("ServerID")).isEqualTo(id);
        servers().leave(JOHN, server.getString("ServerID"));
        assertThat(registry.list("AssetManagement")).isEmpty();
    }
}
