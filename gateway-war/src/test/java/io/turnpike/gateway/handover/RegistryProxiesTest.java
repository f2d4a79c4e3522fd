package io.turnpike.gateway.handover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.registry.HandOver;
import io.turnpike.registry.HandOverTokenCodec;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistryProxiesTest {

    private static final byte[] SECRET = "a secret of the cluster".getBytes(UTF_8);
    private static final HealthTimings TIMINGS = new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90));
    private static final Map<Integer, String> HEARD = Map.of(1, "ok", 2, "Heard");
    private static final ServiceInstance ASKED =
            new ServiceInstance("", "Asset", "john", "10.0.0.7", 9090, 1, Instant.EPOCH);

    private final HandOverTokenCodec tokens = new HandOverTokenCodec(SECRET, InstantSource.system());
    private final ServerIdCodec serverIds = new ServerIdCodec(SECRET);
    private final ServiceInstance server = serverIds.issue(ASKED);
    private final InMemoryServiceRegistry registry = new InMemoryServiceRegistry(TIMINGS);
    private final FakeProxy proxy = new FakeProxy(FakeProxy.saying(HEARD));
    private volatile long skipped;
    private final RegistryProxies proxies =
            new RegistryProxies(registry, tokens, serverIds, TIMINGS, () -> System.nanoTime() + skipped);

    @AfterEach
    void close() {
        proxies.close();
        proxy.close();
        registry.close();
    }

    private ServiceInstance instance(FakeProxy of) {
        return serverIds.issue(new ServiceInstance(
                "", HandOver.PROXY_SERVICE, HandOver.PROXY_OWNER, "127.0.0.1", of.port(), 1, Instant.EPOCH));
    }

    private ServiceInstance add(FakeProxy of) {
        int before = proxies.report().usable();
        ServiceInstance instance = instance(of);
        registry.register(instance);
        await(() -> proxies.report().usable() > before);
        return instance;
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
            Thread.onSpinWait();
        }
    }

    private ProxyAnswer heartbeat() throws Exception {
        return answer(proxies.heartbeat(server));
    }

    private static ProxyAnswer answer(Optional<CompletionStage<ProxyAnswer>> asked) throws Exception {
        return asked.orElseThrow().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void idl_isThatOfTheRegistryProxyItself() throws Exception {
        Path resources = Path.of("src/main/resources/io/turnpike");
        Path others = Path.of("..", "registry-proxy-war").resolve(resources);
        assertThat(Files.readString(resources.resolve("gateway/handover/RegistryProxy.thrift")))
                .isEqualTo(Files.readString(others.resolve("registryproxy/RegistryProxy.thrift")));
    }

    @Test
    void heartbeat_noProxy_asksNobody() {
        assertThat(proxies.heartbeat(server)).isEmpty();
        assertThat(proxies.report()).isEqualTo(new ProxyReport(0, 0, 0, 0));
    }

    @Test
    void heartbeat_healthyProxy_isHandedOverWithATokenForIt() throws Exception {
        add(proxy);

        ProxyAnswer answer = heartbeat();

        assertThat(answer.kind()).isEqualTo(ProxyAnswer.Kind.DONE);
        assertThat(answer.instance()).contains(server);
        FakeProxy.Request request = proxy.requests.get(0);
        assertThat(request.method()).isEqualTo("healthCheckServer");
        assertThat(request.fields()).containsOnlyKeys(1, 2).containsEntry(2, server.serverId());
        assertThat(tokens.verify(request.text(1), HandOver.heartbeatRequest(server.serverId()))
                        .handOver())
                .isEqualTo(HandOver.heartbeat(server));
        assertThat(proxies.report()).isEqualTo(new ProxyReport(1, 1, 1, 0));
    }

    @Test
    void update_instanceThatNobodyOfOursHasSigned_isHandedNothing() {
        ServiceInstance unsigned = new ServiceInstance(
                "by-hand", HandOver.PROXY_SERVICE, HandOver.PROXY_OWNER, "127.0.0.1", proxy.port(), 1, Instant.EPOCH);
        ServiceInstance ofAnOwner = serverIds.issue(
                new ServiceInstance("", HandOver.PROXY_SERVICE, "john", "127.0.0.1", proxy.port(), 1, Instant.EPOCH));
        for (ServiceInstance instance :
                List.of(unsigned, ofAnOwner, new ServerIdCodec(new byte[] {1}).issue(unsigned))) {
            registry.register(instance);
            assertThat(proxies.report().known()).isZero();
            assertThat(proxies.heartbeat(server)).isEmpty();
        }
    }

    @Test
    void connect_healthyProxy_givesWhatTheProxyGave() throws Exception {
        proxy.behave(FakeProxy.saying(Map.of(1, "ok", 2, "Connected", 3, server.serverId())));
        add(proxy);

        ProxyAnswer answer = answer(proxies.connect(ASKED));

        assertThat(answer.instance()).contains(server);
        FakeProxy.Request request = proxy.requests.get(0);
        assertThat(request.method()).isEqualTo("connectServer");
        assertThat(request.fields())
                .containsEntry(2, "Asset")
                .containsEntry(3, "10.0.0.7")
                .containsEntry(4, "9090")
                .containsEntry(5, 45L)
                .containsEntry(6, 90L);
        assertThat(tokens.verify(request.text(1), HandOver.connectRequest("10.0.0.7", "9090"))
                        .handOver())
                .isEqualTo(HandOver.connect("Asset", "john", "10.0.0.7", 9090));
    }

    @Test
    void connect_serverIdOfAnotherServerOrOfNobody_isAFault() throws Exception {
        for (String id : new String[] {
            "",
            "S-1",
            serverIds.issue(instance(proxy)).serverId(),
            new ServerIdCodec(new byte[] {1}).issue(ASKED).serverId()
        }) {
            proxy.behave(FakeProxy.saying(Map.of(1, "ok", 2, "Connected", 3, id)));
            ServiceInstance added = add(proxy);

            ProxyAnswer answer = answer(proxies.connect(ASKED));

            assertThat(answer.kind()).isEqualTo(ProxyAnswer.Kind.FAILED);
            assertThat(answer.message()).contains("ServerID");
            assertThat(proxies.heartbeat(server)).isEmpty();
            registry.leave(added);
            await(() -> proxies.report().known() == 0);
        }
    }

    @Test
    void heartbeat_severalProxies_areAskedInTurn() throws Exception {
        try (FakeProxy second = new FakeProxy(FakeProxy.saying(HEARD));
                FakeProxy third = new FakeProxy(FakeProxy.saying(HEARD))) {
            add(proxy);
            add(second);
            add(third);
            for (int i = 0; i < 30; i++) {
                assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.DONE);
            }
            assertThat(proxy.requests).hasSize(10);
            assertThat(second.requests).hasSize(10);
            assertThat(third.requests).hasSize(10);
        }
    }

    @Test
    void heartbeat_frozenProxy_isBoundedAndThenNotAskedForAWhile() throws Exception {
        add(proxy);
        proxy.behave(FakeProxy.frozen());

        long start = System.nanoTime();
        ProxyAnswer answer = heartbeat();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(answer.kind()).isEqualTo(ProxyAnswer.Kind.FAILED);
        assertThat(took).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        assertThat(proxies.report()).isEqualTo(new ProxyReport(1, 0, 0, 1));
        assertThat(proxies.heartbeat(server)).isEmpty();
    }

    @Test
    void heartbeat_proxyThatWorksAgain_isTriedByOneRequestFirst() throws Exception {
        add(proxy);
        proxy.behave(FakeProxy.frozen());
        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.FAILED);

        skipped = ProxyPeer.ASIDE.toNanos();
        Optional<CompletionStage<ProxyAnswer>> tried = proxies.heartbeat(server);
        assertThat(proxies.heartbeat(server)).as("while one tries it").isEmpty();
        assertThat(answer(tried).kind()).isEqualTo(ProxyAnswer.Kind.FAILED);
        assertThat(proxies.heartbeat(server)).isEmpty();

        proxy.behave(FakeProxy.saying(HEARD));
        skipped = 2 * ProxyPeer.ASIDE.toNanos() + TimeUnit.SECONDS.toNanos(5);
        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.DONE);
        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.DONE);
        assertThat(proxies.report().usable()).isEqualTo(1);
    }

    @Test
    void heartbeat_oneOfTwoFrozen_theOtherTakesAll() throws Exception {
        try (FakeProxy frozen = new FakeProxy(FakeProxy.frozen())) {
            add(proxy);
            add(frozen);
            int failed = 0;
            for (int i = 0; i < 20; i++) {
                failed += heartbeat().kind() == ProxyAnswer.Kind.DONE ? 0 : 1;
            }
            assertThat(failed).isEqualTo(1);
            assertThat(proxy.requests).hasSize(19);
        }
    }

    @Test
    void heartbeat_proxyThatClosesTheConnection_isAFault() throws Exception {
        add(proxy);
        proxy.behave(FakeProxy.dying());

        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.FAILED);
    }

    @Test
    void heartbeat_proxyThatRefusesConnections_isNotAskedAnyMore() throws Exception {
        add(proxy);
        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.DONE);

        proxy.close();

        Optional<CompletionStage<ProxyAnswer>> asked = proxies.heartbeat(server);
        if (asked.isPresent()) {
            assertThat(answer(asked).kind()).isEqualTo(ProxyAnswer.Kind.FAILED);
        }
        await(() -> proxies.report().usable() == 0);
        assertThat(proxies.heartbeat(server)).isEmpty();
    }

    @Test
    void heartbeat_answersThatAreNone_areFaults() throws Exception {
        for (Map<Integer, String> answer : List.of(
                Map.<Integer, String>of(),
                Map.of(1, "OK"),
                Map.of(1, ""),
                Map.of(1, "perhaps", 2, "ok"),
                Map.of(2, "Heard"))) {
            proxy.behave(FakeProxy.saying(answer));
            ServiceInstance added = add(proxy);
            assertThat(heartbeat().kind()).as("%s", answer).isEqualTo(ProxyAnswer.Kind.FAILED);
            assertThat(proxies.heartbeat(server)).isEmpty();
            registry.leave(added);
            await(() -> proxies.report().known() == 0);
        }
    }

    @Test
    void heartbeat_refusedButRightlySo_theProxyStaysInUse() throws Exception {
        add(proxy);
        proxy.behave(FakeProxy.saying(Map.of(1, "failed", 2, "The server has left; connect again")));

        ProxyAnswer answer = heartbeat();

        assertThat(answer.kind()).isEqualTo(ProxyAnswer.Kind.REFUSED);
        assertThat(answer.message()).isEqualTo("The server has left; connect again");
        assertThat(proxies.report().usable()).isEqualTo(1);
    }

    @Test
    void heartbeat_refusedWhatTheGatewayCanDo_theProxyIsPutAside() throws Exception {
        add(proxy);
        proxy.behave(FakeProxy.saying(Map.of(1, "failed", 2, "TTL: 45 (expected: 30)")));

        heartbeat().gatewayDidIt();

        assertThat(proxies.heartbeat(server)).isEmpty();
    }

    @Test
    void update_proxyStartedAgainAtTheSamePlace_beginsAnew() throws Exception {
        ServiceInstance former = add(proxy);
        proxy.behave(FakeProxy.saying(Map.of()));
        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.FAILED);

        proxy.behave(FakeProxy.saying(HEARD));
        registry.leave(former);
        add(proxy);

        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.DONE);
    }

    @Test
    void close_proxyIsStillThere_asksNobody() {
        add(proxy);
        proxies.close();
        assertThat(proxies.heartbeat(server)).isEmpty();
    }

    @Test
    void heartbeat_tooLateButOthersWereAnsweredMeanwhile_isNotPutAsideUntilNothingIsAnswered() throws Exception {
        add(proxy);
        heartbeat();
        AtomicInteger come = new AtomicInteger();
        proxy.behave(request -> come.incrementAndGet() == 1 ? Optional.empty() : Optional.of(HEARD));

        CompletionStage<ProxyAnswer> late = proxies.heartbeat(server).orElseThrow();
        await(() -> come.get() == 1);
        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.DONE);
        assertThat(answer(Optional.of(late)).kind()).isEqualTo(ProxyAnswer.Kind.FAILED);
        assertThat(proxies.report()).isEqualTo(new ProxyReport(1, 1, 2, 1));

        proxy.behave(FakeProxy.frozen());
        assertThat(heartbeat().kind()).isEqualTo(ProxyAnswer.Kind.FAILED);
        assertThat(proxies.report().usable()).isZero();
    }
}
