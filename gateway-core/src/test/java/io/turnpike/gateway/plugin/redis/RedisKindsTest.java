package io.turnpike.gateway.plugin.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.LoopContext;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Redis by TLS, behind Sentinels, and in a cluster; real ones all. */
@Timeout(120)
class RedisKindsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] KEY = "turnpike:test".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final LoopContext context = new LoopContext();
    private final RedisConnections connections = new RedisConnections();

    @AfterEach
    void close() {
        connections.close();
        context.close();
    }

    /** Counts one more there. */
    private long count(RedisConnection connection) throws Exception {
        return answer(connection, commands -> commands.incr(KEY));
    }

    private <T> T answer(RedisConnection connection, RedisConnection.Question<T> question) throws Exception {
        return connection
                .ask(question, TIMEOUT, context)
                .toCompletableFuture()
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private RedisConnection connection(Map<String, Object> redis) throws Exception {
        FaultList faults = new FaultList();
        RedisTarget target = read(redis, faults);
        faults.throwIfAny();
        if (target == null) {
            throw new AssertionError("no target");
        }
        return connections.acquire(target);
    }

    private static @Nullable RedisTarget read(Map<String, Object> redis, FaultList faults) {
        return RedisTarget.read(PluginConfiguration.of(Map.of("Redis", redis)), faults);
    }

    private static List<String> faults(Map<String, Object> redis) {
        FaultList faults = new FaultList();
        read(redis, faults);
        try {
            faults.throwIfAny();
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.faults().stream()
                    .map(fault -> fault.pointer() + ' ' + fault.detail())
                    .toList();
        }
    }

    @Test
    void tls_certificateTrusted_counts() throws Exception {
        RedisCertificate certificate = new RedisCertificate(directory, "ip:127.0.0.1");
        int port = RedisServer.freePort();
        try (RedisServer redis = RedisServer.start(certificate.options(port));
                AutoCloseable trust = certificate.trusted()) {
            assertThat(trust).isNotNull();
            assertThat(count(connection(Map.of("Address", "127.0.0.1:" + port, "Tls", true))))
                    .isEqualTo(1);
            assertThat(count(connection(Map.of("Address", redis.address()))))
                    .as("the same Redis without TLS")
                    .isEqualTo(2);
        }
    }

    @Test
    void tls_certificateNotTrustedOrOfAnotherName_isRefusedAndNothingIsSent() throws Exception {
        RedisCertificate certificate = new RedisCertificate(directory, "dns:redis.internal");
        int port = RedisServer.freePort();
        try (RedisServer redis = RedisServer.start(certificate.options(port))) {
            Map<String, Object> target = Map.of("Address", "127.0.0.1:" + port, "Tls", true);
            RedisConnection stranger = connection(target);
            assertThatThrownBy(() -> count(stranger))
                    .hasMessageContaining("rediss://127.0.0.1:" + port + "/0 cannot be reached")
                    .hasMessageContaining("certification path");
            connections.release(stranger);
            try (AutoCloseable trust = certificate.trusted()) {
                assertThat(trust).isNotNull();
                assertThatThrownBy(() -> count(connection(target))).hasMessageContaining("127.0.0.1");
            }
            assertThat(count(connection(Map.of("Address", redis.address())))).isEqualTo(1);
        }
    }

    @Test
    void sentinel_masterDies_theOneThatTakesItsPlaceIsFound() throws Exception {
        try (RedisServer first = RedisServer.start();
                RedisServer second = RedisServer.start("--replicaof", "127.0.0.1 " + first.port());
                RedisServer sentinel = RedisServer.startSentinel(first)) {
            awaitReplica(sentinel);
            RedisConnection connection =
                    connection(Map.of("Sentinels", List.of("127.0.0.1:1", sentinel.address()), "Master", "mymaster"));
            assertThat(count(connection)).isEqualTo(1);
            assertThat(connection.target())
                    .hasToString("redis-sentinel://127.0.0.1:1," + sentinel.address() + "/mymaster/0");
            first.kill();
            while (!counts(connection)) {
                Thread.onSpinWait();
            }
            assertThat(count(connection(Map.of("Address", second.address()))))
                    .as("by Sentinels it was counted there")
                    .isGreaterThan(1);
        }
    }

    /** Until the Sentinel knows of a replica that could take the place, and the replica is in step. */
    private void awaitReplica(RedisServer sentinel) throws Exception {
        RedisConnection connection = connection(Map.of("Address", sentinel.address()));
        String known = "";
        while (!known.contains("slaves=1")) {
            known = answer(connection, commands -> commands.info("sentinel"));
        }
        connections.release(connection);
    }

    private boolean counts(RedisConnection connection) throws Exception {
        try {
            return count(connection) > 0;
        } catch (ExecutionException e) {
            return false;
        }
    }

    @Test
    void replica_takesNoWrites_andTheConnectionStays() throws Exception {
        try (RedisServer first = RedisServer.start();
                RedisServer second = RedisServer.start("--replicaof", "127.0.0.1 " + first.port())) {
            RedisConnection connection = connection(Map.of("Address", second.address()));
            long former = answer(connection, RedisAsyncCommands::clientId);
            assertThatThrownBy(() -> count(connection)).hasMessageContaining("READONLY");
            long latter = answer(connection, RedisAsyncCommands::clientId);
            assertThat(latter).isEqualTo(former);
        }
    }

    @Test
    void sentinel_masterBecomesReplica_theConnectionIsMadeAnew() throws Exception {
        try (RedisServer first = RedisServer.start();
                RedisServer second = RedisServer.start();
                RedisServer sentinel = RedisServer.startSentinel(first)) {
            RedisConnection connection =
                    connection(Map.of("Sentinels", List.of(sentinel.address()), "Master", "mymaster"));
            long former = answer(connection, RedisAsyncCommands::clientId);
            answer(
                    connection(Map.of("Address", first.address())),
                    commands -> commands.replicaof("127.0.0.1", second.port()));
            assertThatThrownBy(() -> count(connection)).hasMessageContaining("READONLY");
            while (!answers(connection)) {
                Thread.onSpinWait();
            }
            long latter = answer(connection, RedisAsyncCommands::clientId);
            assertThat(latter).isNotEqualTo(former);
        }
    }

    private boolean answers(RedisConnection connection) throws Exception {
        try {
            return answer(connection, RedisAsyncCommands::clientId) > 0;
        } catch (ExecutionException e) {
            return false;
        }
    }

    @Test
    void cluster_node_saysThatItIsNotSupported() throws Exception {
        try (RedisServer node = RedisServer.start("--cluster-enabled", "yes")) {
            assertThatThrownBy(() -> count(connection(Map.of("Address", node.address()))))
                    .hasMessageContaining("redis://" + node.address()
                            + "/0: it is a node of a Redis Cluster, which is not" + " supported: CLUSTERDOWN");
        }
    }

    @Test
    void read_whatCannotBe_isTold() {
        assertThat(faults(Map.of("Address", "a:1"))).isEmpty();
        assertThat(faults(Map.of("Sentinels", List.of("a:1", "b:2"), "Master", "m", "SentinelPassword", "p")))
                .isEmpty();
        assertThat(faults(Map.of()))
                .containsExactly("/Redis Redis has neither Address nor Sentinels (expected: one of them)");
        assertThat(faults(Map.of("Address", "redis-sentinel://a:1/m")))
                .singleElement()
                .asString()
                .startsWith("/Redis/Address \"redis-sentinel://a:1/m\" is a URL (expected: host:port; Tls says")
                .contains("Redis Cluster is not supported");
        assertThat(faults(Map.of("Address", "a:1", "Master", "m")))
                .containsExactly("/Redis/Master Master: there are no Sentinels (expected: Sentinels with it)");
        assertThat(faults(Map.of("Address", "a:1", "Sentinels", List.of("a", "b:2"))))
                .satisfiesExactly(
                        both -> assertThat(both).startsWith("/Redis/Address Address: it is the Sentinels"),
                        master -> assertThat(master).startsWith("/Redis Master is missing"),
                        port -> assertThat(port)
                                .startsWith("/Redis/Sentinels/0 ")
                                .contains("has no port"));
    }
}
