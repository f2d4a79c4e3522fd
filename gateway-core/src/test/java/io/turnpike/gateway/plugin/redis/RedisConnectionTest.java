package io.turnpike.gateway.plugin.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.plugin.common.LoopContext;
import io.turnpike.gateway.plugin.redis.RedisTarget.Place;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.http.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where there is no Redis, or was none. */
@Timeout(120)
class RedisConnectionTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Netty logs what comes to threads of it that have ended. */
    private final Logger netty = Logger.getLogger("io.netty.util.concurrent.DefaultPromise.rejectedExecution");

    private final List<LogRecord> complaints = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord complaint) {
            complaints.add(complaint);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Test
    void shutDown_afterAConnectionThatFailed_isAfterTheTimerOfItsHandshake() throws Exception {
        netty.addHandler(handler);
        try (LoopContext context = new LoopContext();
                RedisConnections connections = new RedisConnections()) {
            RedisTarget target = single(new NodeAddress("127.0.0.1", closedPort()));
            RedisConnection connection = connections.acquire(target);
            long asked = System.nanoTime();
            assertThatThrownBy(() -> connection
                            .ask(commands -> commands.ping(), TIMEOUT, context)
                            .toCompletableFuture()
                            .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .hasStackTraceContaining("refused");
            connection.shutDown(TIMEOUT).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(RedisConnection.HANDSHAKE);
            assertThat(complaints).isEmpty();
        } finally {
            netty.removeHandler(handler);
        }
    }

    @Test
    void ask_redisRefusesAndComesBack_isToldWithAddressAndReasonOnceEach() throws Exception {
        RedisServer redis = RedisServer.start();
        redis.kill();
        try (redis;
                LoopContext context = new LoopContext();
                RedisConnections connections = new RedisConnections();
                LogLines log = new LogLines(RedisConnection.class)) {
            RedisConnection connection = connections.acquire(single(NodeAddress.parse(redis.address())));
            String refused = "redis://" + redis.address() + "/0 cannot be reached: Connection refused";
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> ping(connection, TIMEOUT, context)).hasMessageContaining(refused);
            }
            assertThatThrownBy(() -> ping(connection, Duration.ZERO, context))
                    .as("too short a wait does not hide why")
                    .hasMessageContaining(refused);
            assertThat(log.lines()).singleElement().asString().startsWith("WARNING " + refused);

            redis.launch();
            while (!answers(connection, context)) {
                Thread.onSpinWait();
            }
            assertThat(log.lines()).last().isEqualTo("INFO redis://" + redis.address() + "/0 can be reached again");
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void longestAttempt_aHandshakeForEachSentinelAndTheRedis_andTimeLeftToClose() {
        Duration most = Duration.ofSeconds(30);
        assertThat(RedisConnection.longestAttempt(single(new NodeAddress("127.0.0.1", 1)), most))
                .isEqualTo(Duration.ofMillis(2100));
        assertThat(RedisConnection.longestAttempt(behind(1), most)).isEqualTo(Duration.ofMillis(4100));
        assertThat(RedisConnection.longestAttempt(behind(1, 2, 3), most)).isEqualTo(Duration.ofMillis(8100));
        assertThat(RedisConnection.longestAttempt(behind(1, 2, 3), Duration.ofSeconds(5)))
                .isEqualTo(Duration.ofMillis(4500));
    }

    @Test
    void isOfReplica_errorOfACommandOrOfOneInAScript() {
        String error = "READONLY You can't write against a read only replica.";
        assertThat(RedisConnection.isOfReplica(error)).isTrue();
        assertThat(RedisConnection.isOfReplica(
                        "ERR Error running script (call to f_5c): @user_script:7: @user_script: 7: -" + error))
                .isTrue();
        assertThat(RedisConnection.isOfReplica(
                        "ERR Error running script (call to f_5c): @user_script:7: Script attempted"))
                .isFalse();
        assertThat(RedisConnection.isOfReplica("ERR unknown command '-READONLY'"))
                .isFalse();
    }

    private static RedisTarget behind(int... sentinels) {
        List<NodeAddress> addresses = Arrays.stream(sentinels)
                .mapToObj(port -> new NodeAddress("127.0.0.1", port))
                .toList();
        return new RedisTarget(new Place(addresses, "mymaster", ""), "", "", false, 0);
    }

    private static boolean answers(RedisConnection connection, LoopContext context) throws Exception {
        try {
            return "PONG".equals(ping(connection, TIMEOUT, context));
        } catch (ExecutionException e) {
            return false;
        }
    }

    private static String ping(RedisConnection connection, Duration timeout, LoopContext context) throws Exception {
        return connection
                .ask(commands -> commands.ping(), timeout, context)
                .toCompletableFuture()
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static RedisTarget single(NodeAddress address) {
        return new RedisTarget(Place.at(address), "", "", false, 0);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
