package io.turnpike.gateway.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.handover.FakeProxy;
import io.turnpike.gateway.handover.ProxyReport;
import io.turnpike.gateway.handover.RegistryProxies;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.registry.HandOver;
import io.turnpike.registry.HandOverTokenCodec;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerRequestsTest {

    private static final byte[] SECRET = "a secret that is long enough".getBytes(UTF_8);
    private static final HealthTimings TIMINGS = new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90));
    private static final Caller JOHN = Caller.owner("john");
    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);

    @TempDir
    Path directory;

    private final ServerIdCodec serverIds = new ServerIdCodec(SECRET);
    private final InMemoryServiceRegistry registry = new InMemoryServiceRegistry(TIMINGS);
    private final RegistryProxies proxies =
            new RegistryProxies(registry, new HandOverTokenCodec(SECRET, InstantSource.system()), serverIds, TIMINGS);
    private final FakeProxy proxy = new FakeProxy(FakeProxy.saying(Map.of(1, "ok", 2, "Heard")));
    private ConfigurationStore real;
    private Node node;
    private Servers servers;
    private ServerRequests requests;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        SharedStore store = new SharedStore(real);
        node = new Node(() -> store, Duration.ofMinutes(10)).started();
        node.register(Requests.owner("john", ASSETS));
        servers = new Servers(
                node.registrations, registry, serverIds, new Admission(false, List.of()), Clock.systemUTC(), true);
        requests = new ServerRequests(servers, Optional.of(proxies), Runnable::run, Runnable::run);
    }

    @AfterEach
    void close() {
        proxies.close();
        proxy.close();
        registry.close();
        node.close();
        real.close();
    }

    private void addProxy() {
        registry.register(serverIds.issue(new ServiceInstance(
                "", HandOver.PROXY_SERVICE, HandOver.PROXY_OWNER, "127.0.0.1", proxy.port(), 1, Instant.EPOCH)));
        Node.await(() -> proxies.report().usable() == 1);
    }

    private static String value(CompletionStage<String> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private String connect() throws Exception {
        return value(requests.connect(JOHN, "AssetManagement", "127.0.0.1", 9000));
    }

    private void heartbeat(String id) throws Exception {
        assertThat(value(requests.heartbeat(JOHN, id))).isEqualTo(id);
    }

    @Test
    void noProxy_theGatewayDoesItItself() throws Exception {
        String id = connect();
        heartbeat(id);
        assertThat(registry.list("AssetManagement")).hasSize(1);
    }

    @Test
    void healthyProxy_doesIt_andTheGatewayDoesNotAgain() throws Exception {
        addProxy();
        ServiceInstance given = serverIds.issue(
                new ServiceInstance("", "AssetManagement", "john", "127.0.0.1", 9000, 1, Instant.now()));
        proxy.behave(FakeProxy.saying(Map.of(1, "ok", 2, "Connected", 3, given.serverId())));

        assertThat(connect()).isEqualTo(given.serverId());
        heartbeat(given.serverId());

        assertThat(registry.list("AssetManagement"))
                .as("a proxy would have put it there")
                .isEmpty();
        assertThat(proxies.report()).isEqualTo(new ProxyReport(1, 1, 2, 0));
    }

    @Test
    void faultyProxy_callersNoticeNothing() throws Exception {
        for (FakeProxy.Behaviour fault : List.of(
                FakeProxy.frozen(),
                FakeProxy.dying(),
                FakeProxy.saying(Map.of(1, "yes")),
                FakeProxy.saying(Map.of(1, "failed", 2, "ApiKey: no")))) {
            try (FakeProxy faulty = new FakeProxy(fault)) {
                ServiceInstance instance = serverIds.issue(new ServiceInstance(
                        "",
                        HandOver.PROXY_SERVICE,
                        HandOver.PROXY_OWNER,
                        "127.0.0.1",
                        faulty.port(),
                        1,
                        Instant.now()));
                registry.register(instance);
                Node.await(() -> proxies.report().usable() == 1);

                String id = connect();
                assertThat(faulty.requests).hasSize(1);
                heartbeat(id);
                heartbeat(id);

                assertThat(faulty.requests).as("put aside").hasSize(1);
                assertThat(registry.list("AssetManagement"))
                        .singleElement()
                        .satisfies(s -> assertThat(s.instance().serverId()).isEqualTo(id));
                registry.leave(instance);
                Node.await(() -> proxies.report().known() == 0);
            }
        }
    }

    @Test
    void heartbeatOfWhoHasLeft_is404_andNoProxyIsAsked() throws Exception {
        String id = connect();
        addProxy();
        servers.leave(JOHN, id);

        assertThat(Problems.of(() -> requests.heartbeat(JOHN, id)).error()).isEqualTo(GatewayError.SERVER_NOT_FOUND);
        assertThat(proxy.requests).isEmpty();
    }

    @Test
    void heartbeat_serverLeavesWhileTheProxyWorks_is404() throws Exception {
        String id = connect();
        addProxy();
        proxy.behave(request -> {
            registry.leave(serverIds.verify(id).orElseThrow());
            return Optional.of(Map.of(1, "ok", 2, "Heard"));
        });

        assertThatThrownBy(() -> heartbeat(id))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.SERVER_NOT_FOUND));
    }

    @Test
    void whoIsNotAuthorised_isHandedToNobody() throws Exception {
        String id = connect();
        addProxy();
        Caller eve = Caller.owner("eve");

        assertThat(Problems.of(() -> requests.heartbeat(eve, id)).error()).isEqualTo(GatewayError.FORBIDDEN);
        assertThat(Problems.of(() -> requests.connect(eve, "AssetManagement", "h", 1))
                        .error())
                .isEqualTo(GatewayError.FORBIDDEN);
        assertThat(Problems.of(() -> requests.heartbeat(JOHN, id + "x")).error())
                .isEqualTo(GatewayError.SERVER_NOT_FOUND);
        assertThat(proxy.requests).isEmpty();
    }

    @Test
    void aProxyThatConnects_needsTheMasterKeyAndASharedRegistry() throws Exception {
        assertThat(Problems.of(() -> requests.connect(JOHN, "RegistryProxy", "127.0.0.1", proxy.port()))
                        .error())
                .isEqualTo(GatewayError.FORBIDDEN);
        Servers alone = new Servers(
                node.registrations, registry, serverIds, new Admission(false, List.of()), Clock.systemUTC(), false);
        assertThat(Problems.of(() -> alone.connect(Caller.MASTER, "RegistryProxy", "127.0.0.1", proxy.port()))
                        .error())
                .isEqualTo(GatewayError.SERVICE_NOT_FOUND);

        String id = value(requests.connect(Caller.MASTER, "RegistryProxy", "127.0.0.1", proxy.port()));
        Node.await(() -> proxies.report().usable() == 1);
        value(requests.heartbeat(Caller.MASTER, id));
        assertThat(Problems.of(() -> requests.heartbeat(JOHN, id)).error()).isEqualTo(GatewayError.FORBIDDEN);
        assertThat(proxy.requests)
                .as("its own heartbeats are the gateway's to take")
                .isEmpty();
        servers.leave(Caller.MASTER, id);
        Node.await(() -> proxies.report().known() == 0);
    }

    @Test
    void connect_byProxy_isOneLineInTheLog() throws Exception {
        addProxy();
        ServiceInstance given = serverIds.issue(
                new ServiceInstance("", "AssetManagement", "john", "127.0.0.1", 9000, 1, Instant.now()));
        proxy.behave(FakeProxy.saying(Map.of(1, "ok", 2, "Connected", 3, given.serverId())));
        try (LogLines log = new LogLines(AdminLog.class)) {
            connect();
            assertThat(log.lines())
                    .containsExactly("INFO POST /connect by owner:john: 127.0.0.1:9000 connected to AssetManagement"
                            + " by way of a RegistryProxy");
        }
    }

    @Test
    void ownWork_waitsForTheRegistryOnThreadsOfItsOwn_alsoAfterAProxyThatFailed() throws Exception {
        List<Runnable> waiting = new CopyOnWriteArrayList<>();
        ServerRequests later = new ServerRequests(servers, Optional.of(proxies), Runnable::run, waiting::add);

        CompletionStage<String> first = later.connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        assertThat(waiting).hasSize(1);
        assertThat(registry.list("AssetManagement")).isEmpty();
        waiting.remove(0).run();
        String id = value(first);
        assertThat(registry.list("AssetManagement")).hasSize(1);

        addProxy();
        proxy.behave(FakeProxy.saying(Map.of(1, "failed", 2, "no")));
        CompletionStage<String> second = later.heartbeat(JOHN, id);
        Node.await(() -> waiting.size() == 1);
        waiting.remove(0).run();
        assertThat(value(second)).isEqualTo(id);
    }

    @Test
    void ownWork_tooMuchOfIt_is503AndSaysWhenToComeAgain() throws Exception {
        ServerRequests full = new ServerRequests(servers, Optional.of(proxies), Runnable::run, task -> {
            throw new RejectedExecutionException();
        });

        assertThatThrownBy(() -> value(full.connect(JOHN, "AssetManagement", "127.0.0.1", 9000)))
                .cause()
                .isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.error()).isEqualTo(GatewayError.REGISTRY_UNAVAILABLE);
                    assertThat(e.headers()).containsEntry("Retry-After", "5");
                });
    }
}
