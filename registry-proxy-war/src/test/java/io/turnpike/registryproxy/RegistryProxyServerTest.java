package io.turnpike.registryproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.registry.HandOver;
import io.turnpike.registry.HandOverTokenCodec;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.Heard;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistrar;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apache.thrift.TApplicationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryProxyServerTest {

    private static final byte[] SECRET = "a secret of the cluster".getBytes(UTF_8);
    private static final HealthTimings TIMINGS = new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90));
    private static final Instant START = Instant.parse("2026-11-21T03:04:05.678Z");

    private volatile Instant now = START;
    private final InstantSource clock = () -> now;
    private final HandOverTokenCodec gateway = new HandOverTokenCodec(SECRET, clock);
    private final ServerIdCodec serverIds = new ServerIdCodec(SECRET);
    private final InMemoryServiceRegistry registry = new InMemoryServiceRegistry(TIMINGS);
    private final RegistryProxyServer server;
    private final ProxyClient client;

    RegistryProxyServerTest() throws Exception {
        server = server(registry);
        client = new ProxyClient(server.port());
    }

    private RegistryProxyServer server(ServiceRegistrar registrar) throws IOException {
        return new RegistryProxyServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), registrar, TIMINGS, SECRET, clock);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        registry.close();
    }

    private String connectToken() {
        return gateway.issue(HandOver.connect("Asset", "owner", "10.0.0.7", 9090));
    }

    private ServiceInstance connected() throws Exception {
        String id = client.connect(connectToken(), "Asset", "10.0.0.7", "9090", 45, 90)
                .get("ServerID");
        return serverIds.verify(id).orElseThrow();
    }

    @Test
    void connectServer_handedOver_registersTheServerAndGivesItsId() throws Exception {
        Map<String, String> answer = client.connect(connectToken(), "Asset", "10.0.0.7", "9090", 45, 90);

        assertThat(answer).containsEntry("Status", "ok").containsOnlyKeys("Status", "Message", "ServerID");
        ServiceInstance instance = serverIds.verify(answer.get("ServerID")).orElseThrow();
        assertThat(instance)
                .isEqualTo(new ServiceInstance(answer.get("ServerID"), "Asset", "owner", "10.0.0.7", 9090, 1, START));
        assertThat(registry.list("Asset"))
                .singleElement()
                .satisfies(s -> assertThat(s.instance()).isEqualTo(instance));
    }

    @Test
    void connectServer_noPeriodsGiven_takesItsOwn() throws Exception {
        assertThat(client.call("connectServer", Map.of(1, connectToken(), 2, "Asset", 3, "10.0.0.7", 4, "9090")))
                .containsEntry("Status", "ok");
    }

    @ParameterizedTest
    @CsvSource({
        "Asset, 10.0.0.8, 9090, 45, 90, ApiKey",
        "Asset, 10.0.0.7, 9091, 45, 90, ApiKey",
        "Asset, 10.0.0.7, 09090, 45, 90, ApiKey",
        "User, 10.0.0.7, 9090, 45, 90, ServiceName: User (expected: Asset",
        "Asset, 10.0.0.7, 9090, 30, 90, TTL: 30 (expected: 45",
        "Asset, 10.0.0.7, 9090, 45, -1, TTD: -1 (expected: 90"
    })
    void connectServer_anotherRequestThanAuthorised_isRefused(
            String service, String address, String port, long ttl, long ttd, String why) throws Exception {
        Map<String, String> answer = client.connect(connectToken(), service, address, port, ttl, ttd);

        assertThat(answer).containsEntry("Status", "failed").containsOnlyKeys("Status", "Message");
        assertThat(answer.get("Message")).startsWith(why);
        assertThat(registry.list(service)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 70_000, -1})
    void connectServer_portOutOfRange_isRefused(int port) throws Exception {
        String token = gateway.issue(HandOver.connect("Asset", "owner", "h", port));

        assertThat(client.connect(token, "Asset", "h", Integer.toString(port), 45, 90))
                .containsEntry("Status", "failed")
                .containsEntry("Message", "ServerPort: " + port + " (expected: 1 to 65535)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "master_api_key_uuid", "AQ"})
    void connectServer_keyInsteadOfToken_isRefused(String key) throws Exception {
        Map<String, String> answer = client.connect(key, "Asset", "10.0.0.7", "9090", 45, 90);

        assertThat(answer).containsEntry("Status", "failed").containsOnlyKeys("Status", "Message");
        assertThat(answer.get("Message")).startsWith("ApiKey: ").doesNotContain("master");
        assertThat(registry.list("Asset")).isEmpty();
    }

    @Test
    void connectServer_expiredToken_isRefused() throws Exception {
        String token = connectToken();
        now = START.plus(HandOverTokenCodec.LIFETIME);

        assertThat(client.connect(token, "Asset", "10.0.0.7", "9090", 45, 90).get("Message"))
                .contains("expired");
    }

    @Test
    void healthCheckServer_connectedServer_isHeard() throws Exception {
        ServiceInstance instance = connected();

        assertThat(client.heartbeat(gateway.issue(HandOver.heartbeat(instance)), instance.serverId()))
                .containsEntry("Status", "ok")
                .containsOnlyKeys("Status", "Message");
    }

    @Test
    void healthCheckServer_registryHasForgotten_putsTheServerBack() throws Exception {
        ServiceInstance instance =
                serverIds.issue(new ServiceInstance("", "Asset", "owner", "10.0.0.9", 9090, 1, START));

        assertThat(client.heartbeat(gateway.issue(HandOver.heartbeat(instance)), instance.serverId()))
                .containsEntry("Status", "ok");
        assertThat(registry.list("Asset")).hasSize(1);
    }

    @Test
    void healthCheckServer_serverHasLeft_isToldToConnectAgain() throws Exception {
        ServiceInstance instance = connected();
        registry.leave(instance);

        assertThat(client.heartbeat(gateway.issue(HandOver.heartbeat(instance)), instance.serverId()))
                .isEqualTo(Map.of("Status", "failed", "Message", "The server has left; connect again"));
    }

    @Test
    void healthCheckServer_tokenOfAConnectOrOfAnotherServer_isRefused() throws Exception {
        ServiceInstance instance = connected();
        ServiceInstance other = serverIds.issue(instance);

        for (String token : new String[] {connectToken(), gateway.issue(HandOver.heartbeat(other))}) {
            Map<String, String> answer = client.heartbeat(token, instance.serverId());
            assertThat(answer).containsEntry("Status", "failed");
            assertThat(answer.get("Message")).startsWith("ApiKey: ");
        }
    }

    @Test
    void healthCheckServer_textThatWasNeverAServerId_isRefused() throws Exception {
        String token = gateway.issue(new HandOver("Asset", "owner", HandOver.heartbeatRequest("x")));

        assertThat(client.heartbeat(token, "x").get("Message")).contains("never given");
    }

    @Test
    void connectServer_registryAway_saysSo() throws Exception {
        ServiceRegistrar away = new ServiceRegistrar() {
            @Override
            public void register(ServiceInstance instance) throws RegistryUnavailableException {
                throw new RegistryUnavailableException("registry away", new IOException());
            }

            @Override
            public Heard heartbeat(ServiceInstance instance) throws RegistryUnavailableException {
                throw new RegistryUnavailableException("registry away", new IOException());
            }

            @Override
            public boolean leave(ServiceInstance instance) {
                return true;
            }

            @Override
            public boolean hasLeft(ServiceInstance instance) {
                return false;
            }

            @Override
            public void heardElsewhere(ServiceInstance instance) {}
        };
        try (RegistryProxyServer other = server(away);
                ProxyClient caller = new ProxyClient(other.port())) {
            assertThat(caller.connect(connectToken(), "Asset", "10.0.0.7", "9090", 45, 90))
                    .isEqualTo(Map.of("Status", "failed", "Message", "registry away"));
            ServiceInstance instance = connected();
            assertThat(caller.heartbeat(gateway.issue(HandOver.heartbeat(instance)), instance.serverId()))
                    .isEqualTo(Map.of("Status", "failed", "Message", "registry away"));
        }
    }

    @Test
    void call_unknownMethod_isAnsweredAndTheConnectionGoesOn() throws Exception {
        assertThatThrownBy(() -> client.call("ping", Map.of()))
                .isInstanceOfSatisfying(
                        TApplicationException.class,
                        e -> assertThat(e.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD));
        assertThat(connected().port()).isEqualTo(9090);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x47455420, 16 * 1024 + 1})
    void call_frameOfHostileSize_closesThatConnectionOnly(int frameSize) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            new DataOutputStream(socket.getOutputStream()).writeInt(frameSize);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(connected().port()).isEqualTo(9090);
    }

    @Test
    void call_framesThatNeverEnd_holdNobodyUp() throws Exception {
        Socket[] slow = new Socket[200];
        try {
            for (int i = 0; i < slow.length; i++) {
                slow[i] = new Socket(InetAddress.getLoopbackAddress(), server.port());
                new DataOutputStream(slow[i].getOutputStream()).writeInt(16 * 1024);
            }
            assertThat(connected().port()).isEqualTo(9090);
        } finally {
            for (Socket socket : slow) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void isAnswering_servingThenClosed_saysSo() throws Exception {
        long start = System.nanoTime();
        while (!server.isAnswering()) {
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(20).toNanos());
        }
        try (ServerSocket frozen = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(SelfCall.isAnswered(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), frozen.getLocalPort())))
                    .isFalse();
        }
        server.close();
        assertThat(server.isAnswering()).isFalse();
    }

    @Test
    void counts_whatWasDoneAndRefused_areKept() throws Exception {
        ServiceInstance instance = connected();
        client.heartbeat(gateway.issue(HandOver.heartbeat(instance)), instance.serverId());
        client.heartbeat(gateway.issue(HandOver.heartbeat(instance)), instance.serverId());
        client.heartbeat("no token", instance.serverId());

        assertThat(server.counts()).isEqualTo(new ProxyCounts(1, 2, 1));
    }

    @Test
    void close_openConnections_leavesNoPortAndNoThread() throws Exception {
        connected();
        int port = server.port();
        assertThat(server.isServing()).isTrue();

        server.close();

        assertThat(server.isServing()).isFalse();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> connected()).isInstanceOf(Exception.class);
        // Another test's server is not there: JUnit runs the tests of this module one after the other.
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .noneMatch(thread -> thread.getName().startsWith("turnpike-registry-proxy")
                        || thread.getName().startsWith("TThreadedSelectorServer"));
    }

    @Test
    void close_atOnce_ends() throws Exception {
        for (int i = 0; i < 20; i++) {
            server(registry).close();
        }
    }

    @Test
    void construct_portTakenOrNoSuchHost_saysSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            assertThatThrownBy(() -> new RegistryProxyServer(address, registry, TIMINGS, SECRET, clock))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        assertThatThrownBy(() -> new RegistryProxyServer(
                        InetSocketAddress.createUnresolved("nowhere.invalid", 1), registry, TIMINGS, SECRET, clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere.invalid");
    }
}
