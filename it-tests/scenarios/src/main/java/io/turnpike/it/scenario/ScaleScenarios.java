package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.DatabaseServer;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.JvmWatch;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.StockServer;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two gateways with 512 MB each over one database that has many owners with a hundred services each: a change of one service is live on both within two
 * seconds, and all others keep their connections. How many owners says the system property {@code turnpike.it.scale.owners}; the target is
 * 100. Prints what it has measured.
 */
@Timeout(1200)
public abstract class ScaleScenarios implements ProcessScenario {

    private static final int OWNERS = Integer.getInteger("turnpike.it.scale.owners", 10);
    private static final int OWNERS_IN_REQUEST = 5;
    private static final int HOUR = 3600;
    private static final Duration LIVE = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** 30 s with two processors. What passes on the clock depends on what else the machine does. */
    private static final Duration START = Duration.ofSeconds(2 * 30);

    private static GatewaySetup node(String name, String dbUrl) {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("clusterSecret", "the-secret-of-all-nodes");
        settings.put("dbUrl", dbUrl);
        settings.put("maxRequestBytes", 10 << 20);
        settings.put("callTimeoutMillis", 20_000);
        // Nothing is to end by itself while this runs.
        settings.put("timeToLift", HOUR);
        settings.put("timeToDie", HOUR);
        settings.put("connectionIdleSeconds", HOUR);
        return GatewaySetup.fresh(name, settings, "-Xmx512m");
    }

    @Test
    final void manyServices_oneIsChanged_isLiveOnBothNodesAndTheOthersAreLeftAlone() {
        try (DatabaseServer database = new DatabaseServer();
                StockServer changed = server("changed");
                StockServer others = server("other")) {
            database.start();
            GatewaySetup oneSetup = node("scale-one", database.url());
            GatewaySetup twoSetup = node("scale-two", database.url());
            Gateway one = oneSetup.gateway();
            Gateway two = twoSetup.gateway();
            try (ServerProcess oneProcess = server().start(oneSetup)) {
                long began = System.nanoTime();
                register(one);
                report("registered within %,d ms", millisSince(began));
                began = System.nanoTime();
                try (ServerProcess twoProcess = server().start(twoSetup)) {
                    Duration start = new JvmWatch(twoProcess.pid()).processorTime();
                    report("node two ready after %,d ms, processor time %,d ms", millisSince(began), start.toMillis());
                    assertThat(start).as("processor time of the start").isLessThan(START);
                    for (Gateway node : List.of(one, two)) {
                        connect(node, changed, others);
                    }
                    assertOneChangeTouchesNoOther(one, two, others);
                    for (ServerProcess process : List.of(oneProcess, twoProcess)) {
                        report("after all that %s", new JvmWatch(process.pid()).heap());
                        process.stop();
                        assertThat(process.log().since(0)).noneMatch(line -> line.contains("OutOfMemoryError"));
                        ProcessScenario.assertNoStackTrace(process.log().since(0));
                    }
                }
            }
        }
    }

    private static StockServer server(String name) {
        return StockServer.start(
                StockServer.Kind.THREAD_POOL,
                false,
                Optional.empty(),
                Crowd.SERVER_IDL,
                Map.of("call0", arguments -> name));
    }

    private static void register(Gateway gateway) {
        for (int first = 0; first < OWNERS; first += OWNERS_IN_REQUEST) {
            JsonArrayBuilder owners = Json.createArrayBuilder();
            for (int owner = first; owner < Math.min(OWNERS, first + OWNERS_IN_REQUEST); owner++) {
                owners.add(Crowd.document(owner));
            }
            Answer answer = gateway.post("/register", owners.build().toString());
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        }
    }

    /** The first service has a server of its own; those of the first two owners share one, and each has connections of its own to it. */
    private static void connect(Gateway gateway, StockServer changed, StockServer others) {
        for (int owner = 0; owner < 2; owner++) {
            for (int service = 0; service < Crowd.SERVICES; service++) {
                String name = Crowd.service(owner, service);
                boolean first = owner == 0 && service == 0;
                new Owner(gateway, Crowd.ownerId(owner), name, WithGateway.MASTER_KEY)
                        .connect(first ? changed.port() : others.port());
                String answer = first ? "\"changed\"" : "\"other\"";
                awaitAnswer(gateway, "/" + name + "/path0", answer, SOON);
            }
        }
    }

    private static void awaitAnswer(Gateway gateway, String path, String text, Duration patience) {
        Await.until("an answer at " + gateway + path, patience, () -> {
            Answer answer = gateway.get(path);
            assertThat(answer.body()).as("%s", answer).isEqualTo(text);
            return answer;
        });
    }

    private static void assertOneChangeTouchesNoOther(Gateway one, Gateway two, StockServer others) {
        long before = others.connections();
        assertThat(before)
                .as("connections of all others, of both nodes")
                .isGreaterThanOrEqualTo(2 * (2 * Crowd.SERVICES - 1));
        try (CrowdCalls calls = new CrowdCalls(List.of(one, two))) {
            calls.awaitRound();
            String update = Crowd.document(0, "late").toString();
            String late = "/" + Crowd.service(0, 0) + "/late";
            long sent = System.nanoTime();
            Answer answer = one.put("/update?ownerid=" + Crowd.ownerId(0), update, "apikey", WithGateway.MASTER_KEY);
            long answered = System.nanoTime();
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(one.get(late).body()).isEqualTo("\"changed\"");
            awaitAnswer(two, late, "\"changed\"", LIVE);
            report(
                    "changed within %,d ms, live on the other node %,d ms later",
                    (answered - sent) / 1_000_000, millisSince(answered));
            calls.awaitRound();
            assertThat(calls.failures()).isEmpty();
        }
        assertThat(others.connections())
                .as("connections of all others after the change")
                .isEqualTo(before);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void report(String format, Object... values) {
        System.out.printf(OWNERS * Crowd.SERVICES + " services: " + format + "%n", values);
    }
}
