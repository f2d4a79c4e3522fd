package io.turnpike.gateway.plugin.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.FakeHead;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitPluginTest {

    private final RedisConnections connections = new RedisConnections();
    private final RateLimitPlugin plugin = new RateLimitPlugin(connections);
    private final FakeContext context = new FakeContext();

    @AfterEach
    void close() {
        connections.close();
    }

    private static int admitted(PluginHandler handler, FakeRequest request, int tries) throws Exception {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += handler.access(request) == Decision.proceed() ? 1 : 0;
        }
        return admitted;
    }

    private PluginHandler handler(String json) {
        return Plugins.configure(plugin, json, context);
    }

    @Test
    void access_slidingWindow_takesTheLimitAndThenAsTheWindowBeforeSlidesOut() throws Exception {
        PluginHandler handler = handler("{'Limit':10,'Window':60,'By':'all'}");
        FakeRequest request = FakeRequest.get("/");
        assertThat(admitted(handler, request, 20)).isEqualTo(10);

        context.advance(Duration.ofMinutes(1));
        assertThat(admitted(handler, request, 20))
                .as("all of the window before counts")
                .isZero();
        context.advance(Duration.ofSeconds(6));
        assertThat(admitted(handler, request, 20)).isEqualTo(1);
        context.advance(Duration.ofSeconds(24));
        assertThat(admitted(handler, request, 20)).as("half of it counts").isEqualTo(4);
        context.advance(Duration.ofMinutes(2));
        assertThat(admitted(handler, request, 20)).isEqualTo(10);
    }

    @Test
    void access_tokenBucket_takesTheBurstAndThenAtTheRate() throws Exception {
        PluginHandler handler = handler("{'Limit':60,'Window':60,'Algorithm':'token-bucket','Burst':5,'By':'all'}");
        FakeRequest request = FakeRequest.get("/");
        assertThat(admitted(handler, request, 20)).isEqualTo(5);
        context.advance(Duration.ofMillis(900));
        assertThat(admitted(handler, request, 20)).isZero();
        context.advance(Duration.ofMillis(100));
        assertThat(admitted(handler, request, 20)).isEqualTo(1);
        context.advance(Duration.ofSeconds(3));
        assertThat(admitted(handler, request, 20)).isEqualTo(3);
        context.advance(Duration.ofHours(3));
        assertThat(admitted(handler, request, 20)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "sliding-window, 3, 10, 0",
        "sliding-window, 3, 10, 4700",
        "sliding-window, 1, 10, 0",
        "sliding-window, 7, 10, 9999",
        "token-bucket, 3, 10, 0",
        "token-bucket, 7, 10, 4700",
        "token-bucket, 1, 2678400, 0"
    })
    void access_afterRetryAfter_isTaken(String algorithm, long limit, long window, long before) throws Exception {
        PluginHandler handler =
                handler("{'Limit':" + limit + ",'Window':" + window + ",'Algorithm':'" + algorithm + "','By':'all'}");
        context.advance(Duration.ofMillis(before));
        FakeRequest request = FakeRequest.get("/");
        for (int round = 0; round < 5; round++) {
            Decision decision = handler.access(request);
            while (decision == Decision.proceed()) {
                decision = handler.access(request);
            }
            assertThat(Plugins.word(decision)).isEqualTo("429 Request threshold reached, please try again later");
            String seconds = ((Decision.Refuse) decision).problem().headers().get("Retry-After");
            assertThat(Long.parseLong(seconds)).isPositive().isLessThanOrEqualTo(2 * window);
            context.advance(Duration.ofSeconds(Long.parseLong(seconds)));
            assertThat(handler.access(request)).isSameAs(Decision.proceed());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // The burst at the beginning of a window weighs in the next one until it is less than the limit: a tenth later.
        "sliding-window, 10, 60, 0, 66",
        "sliding-window, 10, 60, 30000, 36",
        "sliding-window, 1, 60, 0, 120",
        "token-bucket, 10, 60, 0, 6",
        "token-bucket, 1, 60, 0, 60"
    })
    void access_retryAfter_isTheFirstSecondInWhichOneIsTaken(
            String algorithm, long limit, long window, long before, long expected) throws Exception {
        PluginHandler handler =
                handler("{'Limit':" + limit + ",'Window':" + window + ",'Algorithm':'" + algorithm + "','By':'all'}");
        context.advance(Duration.ofMillis(before));
        FakeRequest request = FakeRequest.get("/");
        assertThat(admitted(handler, request, (int) limit)).isEqualTo(limit);
        Decision decision = handler.access(request);
        assertThat(((Decision.Refuse) decision).problem().headers()).containsEntry("Retry-After", "" + expected);
        context.advance(Duration.ofSeconds(expected - 1));
        assertThat(handler.access(request)).isNotSameAs(Decision.proceed());
        context.advance(Duration.ofSeconds(1));
        assertThat(handler.access(request)).isSameAs(Decision.proceed());
    }

    @Test
    void headerFilter_tellsPolicyAndWhatRemains() throws Exception {
        PluginHandler handler = handler("{'Limit':2,'Window':60,'By':'all','Policy':'free'}");
        FakeRequest request = FakeRequest.get("/");
        handler.access(request);
        FakeHead head = new FakeHead(200, "RateLimit: \"upstream\";r=1");
        handler.headerFilter(request, head);
        assertThat(head.lines())
                .containsExactly(
                        "RateLimit: \"upstream\";r=1",
                        "RateLimit-Policy: \"free\";q=2;w=60",
                        "RateLimit: \"free\";r=1;t=120");
        handler.access(request);
        handler.access(request);
        FakeHead refused = new FakeHead(429);
        handler.headerFilter(request, refused);
        assertThat(refused.lines()).contains("RateLimit: \"free\";r=0;t=90");

        PluginHandler silent = handler("{'Limit':2,'By':'all','Headers':false}");
        silent.access(request);
        FakeHead bare = new FakeHead(200);
        silent.headerFilter(request, bare);
        assertThat(bare.lines()).isEmpty();
    }

    @Test
    void access_by_countsWhatIsTheSame() throws Exception {
        PluginHandler byHeader = handler("{'Limit':1,'By':'header','Name':'X-Tenant'}");
        assertThat(admitted(byHeader, FakeRequest.get("/").with("X-Tenant: a"), 2))
                .isEqualTo(1);
        assertThat(admitted(byHeader, FakeRequest.get("/").with("x-tenant: b"), 2))
                .isEqualTo(1);
        assertThat(admitted(byHeader, FakeRequest.get("/").from("192.0.2.1"), 2))
                .as("by address without it")
                .isEqualTo(1);
        assertThat(admitted(byHeader, FakeRequest.get("/").from("192.0.2.2"), 2))
                .isEqualTo(1);

        PluginHandler byParameter = handler("{'Limit':1,'By':'parameter','Name':'id'}");
        assertThat(admitted(byParameter, FakeRequest.get("/?id=1"), 2)).isEqualTo(1);
        assertThat(admitted(byParameter, FakeRequest.get("/?id=%31&x=2"), 2)).isZero();
        assertThat(admitted(byParameter, FakeRequest.get("/?id=2"), 2)).isEqualTo(1);

        PluginHandler byConsumer = handler("{'Limit':1,'By':'consumer'}");
        FakeRequest anna = FakeRequest.get("/").from("192.0.2.1");
        anna.consumer("anna");
        FakeRequest elsewhere = FakeRequest.get("/").from("192.0.2.2");
        elsewhere.consumer("anna");
        assertThat(admitted(byConsumer, anna, 2)).isEqualTo(1);
        assertThat(admitted(byConsumer, elsewhere, 2)).isZero();

        PluginHandler byRoute = handler("{'Limit':1,'By':'route'}");
        assertThat(admitted(byRoute, FakeRequest.get("/a"), 2)).isEqualTo(1);
        assertThat(admitted(byRoute, FakeRequest.get("/b").from("192.0.2.9"), 2))
                .isZero();

        PluginHandler byAddress = handler("{'Limit':1}");
        assertThat(admitted(byAddress, FakeRequest.get("/").from("2001:db8::1"), 2))
                .isEqualTo(1);
        assertThat(admitted(byAddress, FakeRequest.get("/").from("2001:DB8:0:0::1"), 2))
                .isZero();
    }

    @Test
    void configure_anotherLimit_goesOnCounting() throws Exception {
        PluginHandler former = handler("{'Limit':5,'By':'all'}");
        assertThat(admitted(former, FakeRequest.get("/"), 9)).isEqualTo(5);
        PluginHandler next = handler("{'Limit':7,'By':'all'}");
        former.close();
        former.close();
        assertThat(admitted(next, FakeRequest.get("/"), 9)).isEqualTo(2);
        next.close();
        assertThat(plugin.counted()).isZero();
    }

    @Test
    void take_moreKeysThanRoom_shareOneCount_untilOldOnesAreSpent() {
        LocalCounts counts = new LocalCounts(context.nanoTime(), 2);
        Policy policy = new Policy("p", Algorithm.SLIDING_WINDOW, 2, Policy.MICROS, 2);
        assertThat(counts.take(policy, "a").admitted()).isTrue();
        assertThat(counts.take(policy, "b").admitted()).isTrue();
        assertThat(counts.take(policy, "c").admitted()).isTrue();
        assertThat(counts.take(policy, "d").admitted()).isTrue();
        assertThat(counts.take(policy, "e").admitted()).as("with c and d").isFalse();
        assertThat(counts.take(policy, "a").admitted()).as("has its own").isTrue();
        context.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 50; i++) {
            assertThat(counts.take(policy, "f" + i % 2).admitted()).isEqualTo(i < 4);
        }
        assertThat(counts.size()).isLessThanOrEqualTo(3);
    }

    @Test
    void configure_faults_areTold() {
        assertThat(Plugins.faults(plugin, "{'Limit':1,'By':'header'}"))
                .singleElement()
                .asString()
                .startsWith("/Name");
        assertThat(Plugins.faults(plugin, "{'Limit':1,'By':'all','Name':'x'}")).hasSize(1);
        assertThat(Plugins.faults(plugin, "{'Limit':1,'By':'header','Name':'a b'}"))
                .hasSize(1);
        assertThat(Plugins.faults(plugin, "{'Limit':1,'Burst':3}"))
                .singleElement()
                .asString()
                .startsWith("/Burst");
        assertThat(Plugins.faults(plugin, "{'Limit':1,'WhenAway':'refuse'}")).hasSize(1);
        assertThat(Plugins.faults(plugin, "{'Limit':1,'Redis':{'Address':'nowhere'}}"))
                .singleElement()
                .asString()
                .startsWith("/Redis/Address");
        assertThat(Plugins.faults(plugin, "{'Limit':1,'Redis':{'Address':'h:1','Username':'u'}}"))
                .hasSize(1);
        assertThat(plugin.counted()).isZero();
        assertThat(connections.size()).isZero();
    }
}
