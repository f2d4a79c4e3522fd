package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.CoreApi.ok;
import static io.turnpike.it.scenario.Problems.pointers;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.ThriftPeer.Framing;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every example of reference 003, posted as it is printed but for the hosts of its endpoints, for an HTTP upstream and for a Thrift service. Every test
 * takes away what it bound.
 */
public interface ReferencePluginContract extends WithGateway {

    /** The address of its examples. */
    String ADDRESS = "10.10.10.101";

    /** What is behind the gateway. */
    enum Backend {
        HTTP,
        THRIFT
    }

    /** {@value CoreApi#PATH} before one of these; it always answers 200. */
    private CoreApi core(Backend backend, HttpNode node) {
        return switch (backend) {
            case HTTP -> CoreApi.of(gateway(), node);
            case THRIFT -> CoreApi.of(Kitchens.at(gateway(), Framing.FRAMED), "whoami");
        };
    }

    private static void assertDenied(Answer answer) {
        assertThat(problem(answer, 401, "access-denied").getString("detail")).isEqualTo("Access denied");
    }

    private static void assertLimited(Answer answer) {
        assertThat(problem(answer, 429, "rate-limited").getString("detail"))
                .isEqualTo("Request threshold reached, please try again later");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    default void access_ofTheReference_deniesByAddressAndByParameter(Backend backend) {
        try (HttpNode node = HttpNode.saying("core");
                CoreApi core = core(backend, node)) {
            ok(core.getFrom(ADDRESS, ""));
            core.bind("access", PluginAdminContract.ACCESS_RULES);
            assertDenied(core.getFrom(ADDRESS, ""));
            assertDenied(core.getFrom(ADDRESS, "account_id=1"));
            assertDenied(core.get("account_id=1234"));
            assertDenied(core.get("a=b&account_id=1234"));
            assertDenied(gateway().get("/api/v1/x/../core?account_id=1234"));
            ok(core.getFrom("10.10.10.102", ""));
            ok(core.get(""));
            ok(core.get("", "X-Forwarded-For", ADDRESS));
            ok(core.get("", "remote_addr", ADDRESS));
            ok(core.get("", "account_id", "1234"));
            core.unbind("access");
            ok(core.getFrom(ADDRESS, ""));
            ok(core.get(""));
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    default void ratelimiter_ofTheReference_admitsExactlyTheThresholds(Backend backend) {
        try (HttpNode node = HttpNode.saying("core");
                HttpRoute other = HttpRoute.to(gateway(), node);
                CoreApi core = core(backend, node)) {
            List<Answer> answers = inOneMinute(() -> {
                core.bind("ratelimiter", PluginAdminContract.LIMITS);
                List<Answer> all = new ArrayList<>();
                add(all, 12, () -> core.get("account_id=1057"));
                add(all, 7, () -> core.getFrom(ADDRESS, ""));
                add(all, 7, () -> core.get("account_id=1"));
                add(all, 32, () -> gateway().get(other.path() + "/x"));
                core.unbind("ratelimiter");
                return all;
            });
            int from = 0;
            for (int[] admittedOf : new int[][] {{10, 12}, {5, 7}, {5, 7}, {30, 32}}) {
                List<Answer> some = answers.subList(from, from + admittedOf[1]);
                some.subList(0, admittedOf[0]).forEach(CoreApi::ok);
                some.subList(admittedOf[0], admittedOf[1]).forEach(ReferencePluginContract::assertLimited);
                from += admittedOf[1];
            }
            ok(core.get("account_id=1057"));
        }
    }

    private static void add(List<Answer> all, int count, Supplier<Answer> call) {
        for (int i = 0; i < count; i++) {
            all.add(call.get());
        }
    }

    /** What came of requests of which all came in the same minute of the clock; made anew if they did not. */
    private static List<Answer> inOneMinute(Supplier<List<Answer>> requests) {
        while (true) {
            long minute = Instant.now().getEpochSecond() / 60;
            List<Answer> answers = requests.get();
            if (Instant.now().getEpochSecond() / 60 == minute) {
                return answers;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    default void router_ofTheReference_leadsByValueAndByExpression(Backend backend) {
        try (HttpNode node = HttpNode.saying("core");
                HttpNode abTest = HttpNode.saying("abtest");
                HttpNode groupA = HttpNode.saying("groupA");
                CoreApi core = core(backend, node)) {
            String upstream = ok(core.get("")).body();
            core.bind(
                    "router",
                    PluginAdminContract.ROUTING
                            .replace("upstream.abtest.elb.amazonaws:80", abTest.address())
                            .replace("upstream.groupA.elb.amazonaws:80", groupA.address()));
            assertThat(ok(core.get("account_id=1057&x=%20y")).body()).isEqualTo("abtest");
            assertThat(abTest.requests().get(0).line())
                    .isEqualTo("GET " + CoreApi.PATH + "?account_id=1057&x=%20y HTTP/1.1");
            assertThat(ok(core.get("", "api_key", "12345")).body()).isEqualTo("groupA");
            assertThat(groupA.requests().get(0).value("api_key")).isEqualTo("12345");
            assertThat(ok(core.get("account_id=1057", "api_key", "12345")).body())
                    .isEqualTo("abtest");
            for (String key : List.of("1234", "123456", "22345", "x12345", "1234x")) {
                assertThat(ok(core.get("account_id=10577", "api_key", key)).body())
                        .as(key)
                        .isEqualTo(upstream);
            }
            core.unbind("router");
            assertThat(ok(core.get("account_id=1057")).body()).isEqualTo(upstream);
        }
    }

    private static HttpNode answering(int status, String text) {
        return HttpNode.start((request, connection) -> {
            request.readBody(connection.in());
            connection.answer(status, text);
        });
    }

    private static String fallback(HttpNode cache, HttpNode west) {
        return PluginAdminContract.FALLBACK
                .replace("cache.elb.amazonaws:80", cache.address())
                .replace("west.elb.amazonaws:80", west.address());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504})
    default void fallback_ofTheReference_asksTheCacheAfterAListedStatus(int status) {
        try (HttpNode node = answering(status, "failed");
                HttpNode cache = HttpNode.saying("cached");
                HttpNode west = HttpNode.saying("west");
                CoreApi core = CoreApi.of(gateway(), node)) {
            core.bind("fallback", fallback(cache, west));
            Answer answer = core.get("account_id=7");
            if (status == 501) {
                assertThat(answer.status()).isEqualTo(501);
                assertThat(answer.body()).isEqualTo("failed");
                assertThat(cache.requests()).isEmpty();
            } else {
                assertThat(ok(answer).body()).isEqualTo("cached");
                assertThat(cache.requests()).hasSize(1);
                assertThat(cache.requests().get(0).line())
                        .isEqualTo("GET " + CoreApi.PATH + "?account_id=7&fallback_cache_endpoint=true HTTP/1.1");
            }
            assertThat(node.requests()).hasSize(1);
            assertThat(node.requests().get(0).line()).isEqualTo("GET " + CoreApi.PATH + "?account_id=7 HTTP/1.1");
            assertThat(west.requests()).isEmpty();
        }
    }

    @Test
    default void fallback_nobodyThere_asksTheCacheThenTheOtherDataCenter() {
        HttpNode node = HttpNode.saying("core");
        HttpNode cache = HttpNode.saying("cached");
        try (HttpNode west = HttpNode.saying("west");
                CoreApi core = CoreApi.of(gateway(), node)) {
            core.bind("fallback", fallback(cache, west));
            assertThat(ok(core.get("")).body()).isEqualTo("core");
            node.close();
            assertThat(ok(core.get("")).body()).isEqualTo("cached");
            cache.close();
            assertThat(ok(core.get("a=b")).body()).isEqualTo("west");
            assertThat(west.requests()).hasSize(1);
            assertThat(west.requests().get(0).line())
                    .isEqualTo("GET " + CoreApi.PATH + "?a=b&fallback_data_center_endpoint=true HTTP/1.1");
        } finally {
            node.close();
            cache.close();
        }
    }

    @Test
    default void fallback_allFail_theLastFailureStands() {
        try (HttpNode node = answering(500, "failed");
                HttpNode cache = answering(502, "cache failed");
                HttpNode west = answering(503, "west failed");
                CoreApi core = CoreApi.of(gateway(), node)) {
            core.bind("fallback", fallback(cache, west));
            Answer answer = core.get("");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("west failed");
            for (HttpNode each : List.of(node, cache, west)) {
                assertThat(each.requests()).hasSize(1);
            }
        }
    }

    @Test
    default void fallback_toTheGatewayItself_isCut() {
        try (HttpNode node = answering(500, "failed");
                HttpNode west = HttpNode.saying("west");
                CoreApi core = CoreApi.of(gateway(), node)) {
            String rules = fallback(node, west)
                    .replace(node.address(), gateway().address().replace("http://", ""));
            core.bind("fallback", rules);
            assertThat(ok(core.get("")).body()).isEqualTo("west");
            assertThat(node.requests())
                    .as("not once more by the gateway itself")
                    .hasSize(1);
            assertThat(west.requests()).hasSize(1);
        }
    }

    @Test
    default void fallback_thriftServiceThatFailsOrIsAway_asksTheCache() {
        Owner kitchen = Kitchens.at(gateway(), Framing.FRAMED);
        try (HttpNode cache = HttpNode.saying("cached");
                HttpNode west = HttpNode.saying("west");
                CoreApi core = CoreApi.of(kitchen, "whoami")) {
            core.bind("fallback", fallback(cache, west));
            assertThat(ok(core.get("")).body()).isEqualTo("\"thrift_peer.py\"");
            core.lead(kitchen, "crash");
            assertThat(ok(core.get("")).body()).isEqualTo("cached");
            core.lead(Owner.register(gateway(), Resource.ECHO), "whoami");
            assertThat(ok(core.get("")).body()).isEqualTo("cached");
            assertThat(cache.requests()).hasSize(2);
            assertThat(west.requests()).isEmpty();
        }
    }

    @Test
    default void update_rulesThatMakeNoSense_areRefusedWithPointersAndTheFormerOnesStay() {
        try (HttpNode node = HttpNode.saying("core");
                CoreApi core = CoreApi.of(gateway(), node)) {
            core.bind("access", PluginAdminContract.ACCESS_RULES);
            assertRefused(
                    core,
                    "access",
                    "[{\"type\":\"heder\",\"api\":\"/a\",\"key\":\"k\",\"value\":\"v\",\"access\":\"deny\"}]",
                    "/0/type");
            assertRefused(
                    core,
                    "access",
                    "[{\"type\":\"header\",\"api\":\"/a\",\"key\":\"k\",\"value\":\"v\",\"access\":\"forbid\"}]",
                    "/0/access");
            for (String threshold : List.of("\"-1\"", "-1", "\"x\"", "1e30", "\"1" + "0".repeat(30) + "\"", "null")) {
                assertRefused(
                        core, "ratelimiter", "[{\"type\":\"node\",\"threshold\":" + threshold + "}]", "/0/threshold");
            }
            assertRefused(core, "ratelimiter", "[{\"type\":\"node\",\"treshold\":\"1\"}]", "/0/treshold", "/0");
            assertRefused(core, "router", PluginAdminContract.ROUTING.replace("1[0-9]{4}", "1["), "/1/value_matches");
            assertRefused(
                    core,
                    "router",
                    PluginAdminContract.ROUTING.replace("upstream.abtest.elb.amazonaws:80", "a b"),
                    "/0/endpoint");
            assertRefused(core, "fallback", PluginAdminContract.FALLBACK.replace("\"503\"", "\"403\""), "/0/errors/2");
            assertRefused(
                    core,
                    "fallback",
                    PluginAdminContract.FALLBACK.replace("\"errors\"", "\"error\""),
                    "/0/error",
                    "/0");
            assertRefused(core, "fallback", "{}", "");
            assertDenied(core.get("account_id=1234"));
            JsonArray inForce = ok(gateway().get("/admin/plugins/access/global", "apikey", MASTER_KEY))
                    .array();
            assertThat(inForce)
                    .isEqualTo(Json.createReader(new StringReader(PluginAdminContract.ACCESS_RULES))
                            .readArray());
        }
    }

    private static void assertRefused(CoreApi core, String plugin, String rules, String... anyOf) {
        List<String> pointers = pointers(problem(core.update(plugin, rules), 400, "invalid-request"));
        assertThat(pointers).as(plugin + rules).anyMatch(Set.of(anyOf)::contains);
    }
}
