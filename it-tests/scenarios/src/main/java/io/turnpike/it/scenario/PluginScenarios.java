package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.CoreApi.ok;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.DatabaseServer;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.HaProxy;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.PluginJar;
import io.turnpike.it.harness.RedisServer;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.StockServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plugins of third parties, well and badly behaved ones; rules after a restart; two gateways that count together. */
public abstract class PluginScenarios implements ProcessScenario {

    private static final String[] MASTER = {"apikey", WithGateway.MASTER_KEY};
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Far from the five seconds that a plugin has. */
    private static final Duration PROMPT = Duration.ofMillis(2500);

    private static final int CLIENTS = 50;
    private static final int REQUESTS_OF_A_CLIENT = 4;
    private static final int LIMIT = 83;

    @Test
    final void examplePlugin_answersAsDocumented_andAllIsInForceAfterAKill() throws IOException {
        GatewaySetup setup = GatewaySetup.fresh("plugins", WithGateway.SETTINGS);
        Files.createDirectories(setup.pluginDirectory());
        Files.copy(GatewaySetup.examplePlugin(), setup.pluginDirectory().resolve("opening-hours.jar"));
        Gateway gateway = setup.gateway();
        try (HttpNode node = HttpNode.saying("core")) {
            ServerProcess process = server().start(setup);
            try {
                try (HttpRoute open = HttpRoute.withPlugin(gateway, "opening-hours", hours("06:00", "18:00"), node);
                        HttpRoute closed =
                                HttpRoute.withPlugin(gateway, "opening-hours", hours("18:00", "20:00"), node);
                        CoreApi core = CoreApi.of(gateway, node)) {
                    assertThat(process.log().since(0)).anyMatch(line -> line.contains("opening-hours"));
                    core.bind("access", PluginAdminContract.ACCESS_RULES);
                    assertInForce(gateway, open, closed, core);
                    assertRefusesWhatOnlyThePluginKnows(gateway);
                    process.kill();
                    process = server().start(setup);
                    assertInForce(gateway, open, closed, core);
                }
                process.stop();
                ProcessScenario.assertNoStackTrace(process.log().since(0));
            } finally {
                process.close();
            }
        }
    }

    private static void assertRefusesWhatOnlyThePluginKnows(Gateway gateway) {
        Answer refused = gateway.put(
                "/admin/plugins/opening-hours/global", hours("18:00", "06:00").toString(), MASTER);
        assertThat(Problems.pointers(problem(refused, 422, "invalid-plugin"))).containsExactly("/To");
    }

    /** In a time zone where it is noon now, so that no test runs over a closing time. */
    private static JsonObject hours(String from, String to) {
        int hour = Instant.now().atOffset(ZoneOffset.UTC).getHour();
        return Json.createObjectBuilder()
                .add("From", from)
                .add("To", to)
                .add("Zone", ZoneOffset.ofHours(12 - hour).getId())
                .build();
    }

    private static void assertInForce(Gateway gateway, HttpRoute open, HttpRoute closed, CoreApi core) {
        Answer answer = ok(gateway.get(open.path() + "/x"));
        assertThat(answer.body()).isEqualTo("core");
        assertThat(answer.header("X-Opening-Hours")).isEqualTo("06:00-18:00");
        Answer later = gateway.get(closed.path() + "/x");
        assertThat(later.status()).as("%s", later).isEqualTo(503);
        assertThat(later.mediaType()).isEqualTo("application/problem+json");
        assertThat(later.object().getString("title")).isEqualTo("Closed");
        assertThat(Integer.parseInt(later.header("Retry-After"))).isBetween(4 * 3600, 6 * 3600);
        JsonObject plugin =
                ok(gateway.get("/admin/plugins/opening-hours", MASTER)).object();
        assertThat(plugin.getJsonArray("Bound")).hasSize(1);
        problem(core.get("account_id=1234"), 401, "access-denied");
        ok(core.get("account_id=1"));
    }

    @Test
    final void pluginsThatHangThrowAndSleep_costTheirOwnRoutesOnly() {
        GatewaySetup fresh = GatewaySetup.fresh("unruly", WithGateway.SETTINGS);
        PluginJar.unruly(fresh.pluginDirectory().resolve("unruly.jar"));
        Path bean = PluginJar.bean(fresh.directory().resolve("bean.jar"));
        GatewaySetup setup = fresh.with(
                PluginJar.addedTo(fresh.application(), fresh.directory().resolve("war/ROOT.war"), bean));
        Gateway gateway = setup.gateway();
        try (HttpNode node = HttpNode.saying("core");
                StockServer stock = StockServer.start(
                        StockServer.Kind.THREAD_POOL,
                        false,
                        Optional.empty(),
                        Resource.ECHO,
                        Map.of("whoami", arguments -> "stock"));
                ServerProcess process = server().start(setup)) {
            assertNobodyElseSuffers(gateway, node, stock);
            assertThat(process.log().since(0))
                    .anyMatch(line -> line.contains("NamelessPlugin is left out: its name() has not answered")
                            && line.contains("unruly.jar"))
                    .anyMatch(line -> line.contains("The plugin it-stuck, tried")
                            && line.contains("bound to all requests, has not answered within 5 s"))
                    .anyMatch(line -> line.contains("plugin it-hangs") && line.contains("has not answered"))
                    .anyMatch(line -> line.contains("plugin it-throws") && line.contains("as it was built to"));
            process.stop();
        }
    }

    private static void assertNobodyElseSuffers(Gateway gateway, HttpNode node, StockServer stock) {
        try (HttpRoute hanging = route(gateway, "it-hangs", node);
                HttpRoute throwing = route(gateway, "it-throws", node);
                HttpRoute sleeping = route(gateway, "it-sleeps", node);
                HttpRoute asked = route(gateway, "it-bean", node);
                HttpRoute plain = HttpRoute.to(gateway, node)) {
            ok(gateway.get(asked.path() + "/x"));
            assertThat(node.requests().get(0).value("X-Bean"))
                    .as("from the CDI bean")
                    .isEqualTo("asked");
            Owner well = connected(gateway, stock);
            Owner ill = connected(gateway, stock);
            ok(gateway.put("/admin/plugins/it-throws/services/" + ill.service(), "{}", MASTER));

            Answer refused = gateway.put("/admin/plugins/it-stuck/global", "{}", MASTER);
            assertThat(problem(refused, 422, "invalid-plugin").toString()).contains("has not answered within 5 s");
            List<CompletableFuture<Answer>> hung = start(gateway, 6, hanging);
            List<CompletableFuture<Answer>> slept = start(gateway, 8, sleeping);
            int rounds = 0;
            while (!hung.stream().allMatch(CompletableFuture::isDone)) {
                assertPrompt(() -> ok(gateway.get(plain.path() + "/x")));
                assertPrompt(() -> ok(well.call("whoami", "")));
                assertPrompt(() -> ok(gateway.get(asked.path() + "/x")));
                assertPrompt(() -> problem(gateway.get(throwing.path() + "/x"), 500, "plugin-failed"));
                assertPrompt(() -> problem(ill.call("whoami", ""), 500, "plugin-failed"));
                rounds++;
            }
            assertThat(rounds).isGreaterThan(1);
            slept.forEach(answer -> assertThat(ok(answer.join()).body()).isEqualTo("core"));
            for (CompletableFuture<Answer> answer : hung) {
                problem(answer.join(), 504, "plugin-timeout");
                assertThat(answer.join().body()).doesNotContain("it-hangs");
            }
            ok(gateway.get(sleeping.path() + "/x"));
        }
    }

    private static HttpRoute route(Gateway gateway, String plugin, HttpNode node) {
        return HttpRoute.withPlugin(gateway, plugin, JsonObject.EMPTY_JSON_OBJECT, node);
    }

    private static List<CompletableFuture<Answer>> start(Gateway gateway, int count, HttpRoute route) {
        return IntStream.range(0, count)
                .mapToObj(i -> gateway.start("GET", route.path() + "/x", ""))
                .toList();
    }

    private static Owner connected(Gateway gateway, StockServer stock) {
        Owner owner = Owner.register(gateway, Resource.ECHO);
        owner.connect(stock.port());
        Await.until("the first call answered", SOON, () -> ok(owner.call("whoami", "")));
        return owner;
    }

    private static void assertPrompt(Runnable call) {
        long began = System.nanoTime();
        call.run();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PROMPT);
    }

    @Test
    final void rateLimitInRedis_fiftyClientsAtTwoGateways_admitsExactlyTheThreshold() {
        RedisServer.require();
        HaProxy.require();
        try (DatabaseServer database = new DatabaseServer();
                RedisServer redis = RedisServer.start();
                HttpNode node = HttpNode.saying("core")) {
            database.start();
            GatewaySetup oneSetup = node("limit-one", database.url());
            GatewaySetup otherSetup = node("limit-other", database.url());
            try (ServerProcess one = server().start(oneSetup);
                    ServerProcess other = server().start(otherSetup);
                    HaProxy both = HaProxy.start(oneSetup, otherSetup)) {
                Gateway gateway = oneSetup.gateway();
                try (HttpRoute route = HttpRoute.withPlugin(gateway, "rate-limit", limit(redis), node)) {
                    String path = route.path() + "/x";
                    awaitLimit(gateway, path);
                    awaitLimit(otherSetup.gateway(), path);
                    assertAdmitsTheLimit(both.gateway(), path);
                    redis.kill();
                    problem(both.gateway().get(path), 503, "limiter-unavailable");
                }
                for (ServerProcess process : List.of(one, other)) {
                    process.stop();
                    ProcessScenario.assertNoStackTrace(process.log().since(0));
                }
            }
        }
    }

    private static void awaitLimit(Gateway gateway, String path) {
        Await.until("the limit at " + gateway, SOON, () -> {
            Answer answer = ok(gateway.get(path, "X-Tenant", "before"));
            assertThat(answer.header("RateLimit-Policy")).contains("q=" + LIMIT);
            return answer;
        });
    }

    private static void assertAdmitsTheLimit(Gateway gateway, String path) {
        Collection<Answer> answers = crowd(gateway, path);
        assertThat(answers).hasSize(CLIENTS * REQUESTS_OF_A_CLIENT);
        assertThat(answers).extracting(Answer::status).containsOnly(200, 429);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(LIMIT);
        answers.stream()
                .filter(answer -> answer.status() == 429)
                .forEach(answer -> assertThat(
                                problem(answer, 429, "rate-limited").getString("detail"))
                        .isEqualTo("Request threshold reached, please try again later"));
        assertThat(answers)
                .extracting(answer -> answer.header(HaProxy.SERVED_BY))
                .contains("gateway1", "gateway2");
    }

    private static GatewaySetup node(String name, String dbUrl) {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("clusterSecret", "the-secret-of-all-nodes");
        settings.put("dbUrl", dbUrl);
        return GatewaySetup.fresh(name, settings);
    }

    /** One that is patient with a busy machine: a request that Redis is too slow for would not be counted. */
    private static JsonObject limit(RedisServer redis) {
        return Json.createObjectBuilder()
                .add("Limit", LIMIT)
                .add("Window", 86_400)
                .add("By", "header")
                .add("Name", "X-Tenant")
                .add("WhenAway", "refuse")
                .add(
                        "Redis",
                        Json.createObjectBuilder()
                                .add("Address", redis.address())
                                .add("TimeoutMillis", 4000))
                .build();
    }

    private static Collection<Answer> crowd(Gateway gateway, String path) {
        Collection<Answer> answers = new ConcurrentLinkedQueue<>();
        Collection<Throwable> failures = new ConcurrentLinkedQueue<>();
        CyclicBarrier together = new CyclicBarrier(CLIENTS);
        LoadThreads threads = new LoadThreads();
        for (int client = 0; client < CLIENTS; client++) {
            threads.start("client " + client, () -> {
                try {
                    together.await();
                    for (int i = 0; i < REQUESTS_OF_A_CLIENT; i++) {
                        answers.add(gateway.get(path, "X-Tenant", "crowd"));
                    }
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
            });
        }
        threads.join();
        assertThat(failures).isEmpty();
        return new ArrayList<>(answers);
    }
}
