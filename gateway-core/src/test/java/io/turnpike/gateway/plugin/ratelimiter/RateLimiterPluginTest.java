package io.turnpike.gateway.plugin.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterPluginTest {

    /** Reference 003's example. */
    private static final String EXAMPLE = """
            [{
              "type": "node",
              "threshold": "50"
            }, {
              "type": "api",
              "api": "/api/v1/core/",
              "threshold": "20"
            }, {
              "type": "param",
              "api": "/api/v1/core/",
              "key": "account_id",
              "value": "1057",
              "threshold": "10"
            }, {
              "type": "header",
              "api": "/api/v1/core/",
              "key": "remote_addr",
              "value": "10.10.10.101",
              "threshold": "5"
            }]
            """;

    private static final String PER_MERCHANT =
            "[{'type':'header','api':'/','key':'merchant','value':'*','threshold':'3'},"
                    + "{'type':'header','api':'/','key':'Merchant','value':'test','threshold':5}]";

    private final RateLimiterPlugin plugin = new RateLimiterPlugin();
    private final FakeContext context = new FakeContext();

    private static int admitted(PluginHandler handler, FakeRequest request, int tries) throws Exception {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += handler.access(request) == Decision.proceed() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void access_example_admitsTheThresholds() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, EXAMPLE, context);
        FakeRequest address = FakeRequest.get("/api/v1/core/").from("10.10.10.101");
        FakeRequest account = FakeRequest.get("/api/v1/core/?account_id=1057");

        assertThat(admitted(handler, address, 30)).isEqualTo(5);
        assertThat(admitted(handler, account, 30)).isEqualTo(10);
        assertThat(admitted(handler, FakeRequest.get("/api/v1/core?x=1"), 30))
                .as("the 15 before count for the path, those that were refused do not")
                .isEqualTo(5);
        assertThat(admitted(handler, FakeRequest.get("/"), 60))
                .as("of the node")
                .isEqualTo(30);
    }

    @Test
    void access_nodeIsFull_refusesAlsoWhatItsPathWouldTake() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "[{'type':'node','threshold':'18'},{'type':'api','api':'/','threshold':'12'},"
                        + "{'type':'api','api':'/api/v1/core','threshold':'9'}]",
                context);

        assertThat(admitted(handler, FakeRequest.get("/"), 11)).isEqualTo(11);
        assertThat(admitted(handler, FakeRequest.get("/api/v1/core"), 7)).isEqualTo(7);
        assertThat(admitted(handler, FakeRequest.get("/"), 1)).isZero();
        assertThat(admitted(handler, FakeRequest.get("/api/v1/core"), 1)).isZero();
    }

    @Test
    void access_star_countsEachValue_andTheValuesOwnRuleWins() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, PER_MERCHANT, context);

        assertThat(admitted(handler, FakeRequest.get("/").with("merchant: test1"), 10))
                .isEqualTo(3);
        assertThat(admitted(handler, FakeRequest.get("/").with("MERCHANT: test2"), 10))
                .isEqualTo(3);
        assertThat(admitted(handler, FakeRequest.get("/").with("merchant: test"), 10))
                .isEqualTo(5);
        assertThat(admitted(handler, FakeRequest.get("/"), 10)).isEqualTo(10);
        assertThat(admitted(handler, FakeRequest.get("/other").with("merchant: test1"), 10))
                .isEqualTo(10);
    }

    @Test
    void access_severalValues_countForEach() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin, "[{'type':'param','api':'/','key':'a','value':'*','threshold':'2'}]", context);

        assertThat(admitted(handler, FakeRequest.get("/?a=1&a=1"), 1))
                .as("twice the same counts once")
                .isEqualTo(1);
        assertThat(admitted(handler, FakeRequest.get("/?a=1&a=2"), 9)).isEqualTo(1);
        assertThat(admitted(handler, FakeRequest.get("/?a=2"), 9)).isEqualTo(1);
    }

    @Test
    void access_overTheThreshold_tellsWhenTheNextMinuteBegins() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "[{'type':'node','threshold':'1'}]", context);
        context.advance(Duration.ofMillis(12_300));
        assertThat(admitted(handler, FakeRequest.get("/"), 1)).isEqualTo(1);

        Decision.Refuse refused = (Decision.Refuse) handler.access(FakeRequest.get("/"));

        assertThat(Plugins.word(refused)).isEqualTo("429 Request threshold reached, please try again later");
        assertThat(refused.problem().headers()).containsEntry("Retry-After", "48");
        context.advance(Duration.ofMillis(47_699));
        assertThat(((Decision.Refuse) handler.access(FakeRequest.get("/")))
                        .problem()
                        .headers())
                .containsEntry("Retry-After", "1");
        context.advance(Duration.ofMillis(1));
        assertThat(admitted(handler, FakeRequest.get("/"), 5)).isEqualTo(1);
    }

    @Test
    void access_thresholdZero_takesNone() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "[{'type':'node','threshold':'0'}]", context);

        assertThat(admitted(handler, FakeRequest.get("/"), 5)).isZero();
    }

    @Test
    void access_fiftyAtOnce_admitsExactlyTheThreshold() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin, "[{'type':'node','threshold':'1000'},{'type':'api','api':'/','threshold':'700'}]", context);
        ExecutorService threads = Executors.newFixedThreadPool(50);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String path = i % 2 == 0 ? "/" : "/other";
                counts.add(threads.submit(() -> {
                    start.await();
                    return admitted(handler, FakeRequest.get(path), 100);
                }));
            }
            start.countDown();
            int sum = 0;
            int ofApi = 0;
            for (int i = 0; i < 50; i++) {
                int count = counts.get(i).get();
                sum += count;
                ofApi += i % 2 == 0 ? count : 0;
            }
            assertThat(sum).isEqualTo(1000);
            assertThat(ofApi).isLessThanOrEqualTo(700);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void configure_otherRulesOfTheBinding_goOnCounting() throws Exception {
        PluginHandler former = Plugins.configure(plugin, PER_MERCHANT, context);
        assertThat(admitted(former, FakeRequest.get("/").with("merchant: a"), 2))
                .isEqualTo(2);

        PluginHandler next =
                Plugins.configure(plugin, PER_MERCHANT.replace("'3'", "'5'").replace("'test'", "'a'"), context);
        former.close();
        former.close();

        assertThat(admitted(next, FakeRequest.get("/").with("merchant: a"), 9)).isEqualTo(3);
        PluginHandler elsewhere = Plugins.configure(
                plugin, PER_MERCHANT, new FakeContext(new PluginContext.Binding(PluginContext.Scope.ROUTE, "route")));
        assertThat(admitted(elsewhere, FakeRequest.get("/").with("merchant: a"), 9))
                .as("of another binding")
                .isEqualTo(3);
        next.close();
        elsewhere.close();
        assertThat(plugin.bindings()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'-1'",
                "'x'",
                "-1",
                "1e30",
                "'1e3'",
                "1.5",
                "'1.5'",
                "''",
                "' 1'",
                "'10000000000000000000000000000000'",
                "1000000001",
                "'+1'",
                "true"
            })
    void configure_badThreshold_isTold(String threshold) {
        assertThat(Plugins.faults(plugin, "[{'type':'node','threshold':" + threshold + "}]"))
                .singleElement()
                .asString()
                .startsWith("/0/threshold threshold: ")
                .endsWith("(expected: a whole number, 0 to 1000000000)");
        assertThat(plugin.bindings()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'0'", "0", "5.0", "'1000000000'", "1000000000", "1e3", "'007'"})
    void configure_goodThreshold_isTaken(String threshold) {
        assertThat(Plugins.faults(plugin, "[{'type':'node','threshold':" + threshold + "}]"))
                .isEmpty();
    }

    @Test
    void configure_nodeRuleAsTheSchemaOfTheReferenceHasIt_isTaken() {
        assertThat(Plugins.faults(plugin, "[{'type':'node','api':'','key':'','value':'','threshold':'5'}]"))
                .isEmpty();
    }

    @Test
    void configure_whatIsMissingOrTwice_isTold() {
        assertThat(Plugins.faults(
                        plugin,
                        "[{'type':'api','threshold':'5'},{'type':'header','api':'/','threshold':'5'},"
                                + "{'type':'node','threshold':'1'},{'type':'node','threshold':'1'},"
                                + "{'type':'node','threshold':'2'},{'type':'api','api':'/a','threshold':'1'},"
                                + "{'type':'api','api':'/a/','threshold':'2'}]"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/0 The rule of type api has no api"),
                        fault -> assertThat(fault).startsWith("/1 The rule of type header has no key"),
                        fault -> assertThat(fault).startsWith("/1 The rule of type header has no value"),
                        fault -> assertThat(fault).startsWith("/4 A rule before it has the threshold 1"),
                        fault -> assertThat(fault).startsWith("/6 A rule before it has the threshold 1"));
    }
}
