package io.turnpike.gateway.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.InternalThreadLocalMap;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.LoopContext;
import io.turnpike.gateway.plugin.common.Plugins;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import io.turnpike.gateway.plugin.redis.RedisServer;
import io.turnpike.gateway.upstream.http.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real Redis. */
@Timeout(120)
class RateLimitRedisTest {

    private final RedisServer redis = RedisServer.start();
    private final LoopContext context = new LoopContext();
    private final RedisConnections ofOne = new RedisConnections();
    private final RedisConnections ofOther = new RedisConnections();
    private final RateLimitPlugin one = new RateLimitPlugin(ofOne);
    private final RateLimitPlugin other = new RateLimitPlugin(ofOther);

    @AfterEach
    void close() {
        ofOne.close();
        ofOther.close();
        context.close();
        redis.close();
    }

    private PluginHandler handler(RateLimitPlugin plugin, String rest) {
        return Plugins.configure(plugin, json(redis.address(), rest), context);
    }

    private static String json(String address, String rest) {
        return "{'By':'all','Redis':{'Address':'" + address + "','TimeoutMillis':4000}," + rest + '}';
    }

    private static boolean isAdmitted(PluginHandler handler) throws Exception {
        return Plugins.settled(handler.access(FakeRequest.get("/"))) == Decision.proceed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sliding-window", "token-bucket"})
    void access_fiftyClientsOfTwoNodes_admitsExactlyTheThreshold(String algorithm) throws Exception {
        String policy = "'Limit':300,'Window':3600,'WhenAway':'refuse','Algorithm':'" + algorithm + "'";
        List<PluginHandler> nodes = List.of(handler(one, policy), handler(other, policy));
        ExecutorService clients = Executors.newFixedThreadPool(50);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                PluginHandler node = nodes.get(i % 2);
                counts.add(clients.submit(() -> {
                    start.await();
                    int admitted = 0;
                    for (int request = 0; request < 20; request++) {
                        admitted += isAdmitted(node) ? 1 : 0;
                    }
                    assertThat(InternalThreadLocalMap.getIfSet())
                            .as("of Netty on a thread of the container")
                            .isNull();
                    return admitted;
                }));
            }
            start.countDown();
            int sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            // A token bucket gets a token in 12 seconds; the test does not last as long.
            assertThat(sum).isEqualTo(300);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void access_windowOfASecond_isTakenAgainAfterwards() throws Exception {
        PluginHandler handler = handler(one, "'Limit':5,'Window':1,'Algorithm':'token-bucket','WhenAway':'refuse'");
        int refused = 0;
        int taken = 0;
        while (refused == 0) {
            Decision decision = Plugins.settled(handler.access(FakeRequest.get("/")));
            taken += decision == Decision.proceed() ? 1 : 0;
            refused += decision == Decision.proceed() ? 0 : 1;
            if (refused == 1) {
                assertThat(Plugins.word(decision)).isEqualTo("429 Request threshold reached, please try again later");
                assertThat(((Decision.Refuse) decision).problem().headers()).containsEntry("Retry-After", "1");
            }
        }
        assertThat(taken).isGreaterThanOrEqualTo(5);
        while (!isAdmitted(handler)) {
            Thread.onSpinWait();
        }
    }

    /** What it gets to when it goes on is in its socket still. */
    @ParameterizedTest
    @CsvSource({"sliding-window, true", "sliding-window, false", "token-bucket, true", "token-bucket, false"})
    void access_redisHangs_whatIsRefusedMeanwhileIsNotCounted(String algorithm, boolean isFresh) throws Exception {
        String policy = "'Limit':3,'Window':3600,'WhenAway':'refuse','Algorithm':'" + algorithm + "'";
        String redisJson =
                "{'By':'all','Redis':{'Address':'" + redis.address() + "','TimeoutMillis':500}," + policy + '}';
        PluginHandler handler = Plugins.configure(one, redisJson, context);
        PluginHandler patient = handler(other, policy);
        assertThat(isAdmitted(patient)).isTrue();
        while (!isAdmitted(handler)) {
            // Until the connection is there.
            Thread.onSpinWait();
        }
        if (isFresh) {
            handler = Plugins.configure(one, redisJson, context);
        }

        redis.freeze();
        for (int i = 0; i < 4; i++) {
            assertThat(isAdmitted(handler)).isFalse();
        }
        redis.thaw();
        assertThat(isAdmitted(patient)).isTrue();
        assertThat(isAdmitted(patient)).isFalse();
    }

    @Test
    void access_redisAway_isAsConfigured_andCountsAgainLater() throws Exception {
        PluginHandler allowing = handler(one, "'Limit':1,'Window':3600");
        PluginHandler refusing = handler(one, "'Limit':1,'Window':3600,'WhenAway':'refuse'");
        assertThat(isAdmitted(allowing)).isTrue();
        assertThat(isAdmitted(allowing)).isFalse();

        redis.kill();
        assertThat(isAdmitted(allowing)).isTrue();
        Decision refused = Plugins.settled(refusing.access(FakeRequest.get("/")));
        assertThat(Plugins.word(refused))
                .isEqualTo("503 Requests cannot be counted at present, and none is taken uncounted");
        assertThat(((Decision.Refuse) refused).problem().logNote())
                .as("it says which Redis, and what is the matter")
                .contains("redis://" + redis.address())
                .doesNotContain("Exception");

        redis.launch();
        while (!isAdmitted(refusing)) {
            Thread.onSpinWait();
        }
        assertThat(isAdmitted(refusing)).isFalse();
        assertThat(isAdmitted(allowing)).as("the same count").isFalse();
    }

    @Test
    void access_redisAway_isToldWithTheBinding() throws Exception {
        PluginHandler handler = handler(one, "'Limit':1,'Window':3600,'Policy':'p'");
        try (LogLines log = new LogLines(RateLimitHandler.class)) {
            redis.kill();
            assertThat(isAdmitted(handler)).isTrue();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING rate-limit, bound to " + context.binding()
                            + ": Redis does not count for the policy \"p\", and all requests are taken meanwhile: ");
        }
    }

    @Test
    void access_redisFrozen_isDecidedAfterTheTimeout() throws Exception {
        PluginHandler handler = Plugins.configure(
                one, json(redis.address(), "'Limit':1,'Window':3600").replace("4000", "50"), context);
        redis.freeze();
        try {
            for (int i = 0; i < 3; i++) {
                assertThat(isAdmitted(handler)).isTrue();
            }
        } finally {
            redis.thaw();
        }
    }

    @Test
    void access_withPassword_asksAsThatUser() throws Exception {
        try (RedisServer secured = RedisServer.start("--requirepass", "s3cret")) {
            String json = json(secured.address(), "'Limit':1,'Window':3600,'WhenAway':'refuse'");
            PluginHandler stranger = Plugins.configure(one, json, context);
            assertThat(isAdmitted(stranger)).isFalse();
            PluginHandler known = Plugins.configure(
                    one, json.replace("'TimeoutMillis'", "'Database':3,'Password':'s3cret','TimeoutMillis'"), context);
            assertThat(isAdmitted(known)).isTrue();
            assertThat(isAdmitted(known)).isFalse();
        }
    }

    @Test
    void close_leavesNoThread() throws Exception {
        PluginHandler first = handler(one, "'Limit':9");
        PluginHandler second = handler(one, "'Limit':8");
        assertThat(ofOne.size()).as("one connection for both").isEqualTo(1);
        assertThat(isAdmitted(first)).isTrue();
        assertThat(threads()).isNotEmpty();
        first.close();
        assertThat(isAdmitted(second)).isTrue();
        second.close();
        assertThat(ofOne.size()).isZero();

        ofOne.close();

        assertThat(threads()).isEmpty();
        PluginHandler later = handler(one, "'Limit':9");
        assertThat(isAdmitted(later)).isTrue();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("turnpike-redis") || name.startsWith("lettuce"))
                .toList();
    }
}
