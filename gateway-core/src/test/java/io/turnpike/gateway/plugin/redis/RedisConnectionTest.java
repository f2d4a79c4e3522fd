package io.turnpike.gateway.plugin.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.plugin.common.LoopContext;
import io.turnpike.gateway.routing.rule.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a Redis. */
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
            RedisTarget target = new RedisTarget(new NodeAddress("127.0.0.1", closedPort()), "", "", false, 0);
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

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
