package io.turnpike.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatewayClientTest {

    @Test
    void connectServer_gatewayStartsLater_connectsHeartbeatsAndLeavesOnClose() throws Exception {
        FakeGateway first = new FakeGateway();
        int port = first.port();
        first.close();
        BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
        GatewayClient client = GatewayClient.builder("key", "S", "127.0.0.1:" + port)
                .heartbeatInterval(Duration.ofMillis(50))
                .listener((state, detail) -> states.add(state))
                .build();
        ServerConnection connection = client.connectServer("localhost", 9090);
        assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo(ConnectionState.UNREACHABLE);

        try (FakeGateway gateway = new FakeGateway(port)) {
            assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
            assertThat(connection.serverId()).contains("id-1");
            client.close();

            assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CLOSED);
            assertThat(gateway.requests).last().isEqualTo("DELETE /connect/id-1 apikey=key");
        }
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("turnpike-connector"));
    }

    @Test
    void close_oneConnection_isForgottenAndTheOthersStay() throws Exception {
        try (FakeGateway gateway = new FakeGateway();
                GatewayClient client = new GatewayClient("key", "S", gateway.address())) {
            ServerConnection one = client.connectServer("localhost", 9090);
            ServerConnection two = client.connectServer("localhost", 9091);
            assertThat(client.openConnections()).isEqualTo(2);

            one.close();
            one.close();

            assertThat(client.openConnections()).isEqualTo(1);
            assertThat(one.state()).isEqualTo(ConnectionState.CLOSED);
            assertThat(two.state()).isNotEqualTo(ConnectionState.CLOSED);
            client.close();
            assertThat(client.openConnections()).isZero();
            assertThat(two.state()).isEqualTo(ConnectionState.CLOSED);
            assertThatThrownBy(() -> client.connectServer("localhost", 9092)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void close_fromTheListener_endsWithoutWaitingForItself() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            CompletableFuture<GatewayClient> self = new CompletableFuture<>();
            BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
            GatewayClient client = GatewayClient.builder("key", "S", gateway.address())
                    .listener((state, detail) -> {
                        states.add(state);
                        self.join().close();
                    })
                    .build();
            client.connectServer("localhost", 9090);
            self.complete(client);

            assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
            assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CLOSED);
        }
    }

    @Test
    void connectOnce_refused_throwsWhatTheGatewaySaid() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            gateway.connectStatus = 404;
            gateway.connectBody = "{\"Status\":\"failed\",\"Message\":\"No service S\"}";
            assertThatThrownBy(() -> new GatewayClient("key", "S", gateway.address() + "/").connectOnce("h", 1))
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.status()).isEqualTo(404))
                    .hasMessageContaining("No service S");
        }
    }

    @Test
    void construct_badArguments_sayWhatIsExpected() {
        assertThatThrownBy(() -> new GatewayClient("k", "s")).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new GatewayClient("k", "s", "ftp://x")).hasMessageContaining("ftp://x");
        assertThatThrownBy(() -> new GatewayClient("k", "s", "a b")).hasMessageContaining("a b");
        assertThatThrownBy(() -> new GatewayClient("k", "s", "x:1").connectServer("h", 70000))
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> GatewayClient.builder("k", "s", "x:1").heartbeatInterval(Duration.ZERO))
                .hasMessageContaining("PT0S");
    }

    @Test
    void register_answerWithKey_givesTheKey() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            gateway.connectBody = "{\"Message\":\"registered\",\"API-Key\":\"abc\"}";
            assertThat(Registration.register(gateway.address(), "[]")).isEqualTo("abc");
        }
    }
}
