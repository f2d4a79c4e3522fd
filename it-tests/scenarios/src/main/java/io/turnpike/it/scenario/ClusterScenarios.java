package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.DatabaseServer;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.StockServer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several gateways over one database: what one is told the others know, and the loss of the database stops no call. */
public abstract class ClusterScenarios implements ProcessScenario {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(30);

    private static GatewaySetup node(String name, String dbUrl) {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("clusterSecret", "the-secret-of-all-nodes");
        settings.put("dbUrl", dbUrl);
        settings.put("dbFailedPingInterval", 1);
        return GatewaySetup.fresh(name, settings);
    }

    @Test
    final void nodesOverOneDatabase_shareChangesAndSurviveItsLoss() {
        try (DatabaseServer database = new DatabaseServer();
                StockServer server = StockServer.start(
                        StockServer.Kind.THREAD_POOL,
                        false,
                        Optional.empty(),
                        Resource.ECHO,
                        Map.of("whoami", arguments -> "shared"))) {
            database.start();
            GatewaySetup oneSetup = node("node-one", database.url());
            GatewaySetup otherSetup = node("node-other", database.url());
            GatewaySetup lateSetup = node("node-late", database.url());
            Gateway one = oneSetup.gateway();
            Gateway other = otherSetup.gateway();
            Gateway late = lateSetup.gateway();
            try (ServerProcess oneProcess = server().start(oneSetup);
                    ServerProcess otherProcess = server().start(otherSetup)) {
                Owner owner = Owner.register(one, Resource.ECHO);
                Owner there = new Owner(other, owner.id(), owner.service(), owner.apiKey());
                Await.until("the service known to the other node", TWO_SECONDS, () -> {
                    problem(there.call("whoami", ""), 503, "no-live-instance");
                    return owner;
                });
                assertShowEachOther(one, other);
                String serverId = there.connect(server.port());
                awaitAnswer(there);
                // The secret is the same, so one node puts back what the other has connected.
                assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);
                awaitAnswer(owner);

                database.stop();
                for (Owner known : List.of(owner, there)) {
                    assertRefusesChanges(known);
                    assertThat(known.call("whoami", "").body()).isEqualTo("\"shared\"");
                    awaitConfiguration(known.gateway(), 200, true);
                    assertThat(known.heartbeat(serverId).status()).isEqualTo(200);
                }

                try (ServerProcess lateProcess = server().launch(lateSetup)) {
                    JsonObject waiting = awaitConfiguration(late, 503, true);
                    assertThat(waiting.toString()).doesNotContain(database.address());
                    String waitsFor = "MongoDB at " + database.address() + " does not answer";
                    Await.until("\"" + waitsFor + "\" in the log", SOON, () -> {
                        assertThat(lateProcess.log().since(0))
                                .filteredOn(line -> line.contains(waitsFor))
                                .hasSize(1);
                        return waitsFor;
                    });
                    assertThat(late.get("/ping").status()).isEqualTo(200);
                    assertThat(late.get("/health/live").status()).isEqualTo(200);
                    Answer unready = late.post("/" + owner.service() + "/whoami", "");
                    problem(unready, 503, "not-ready");
                    assertThat(unready.header("Retry-After")).matches("\\d+");

                    database.start();
                    for (Gateway node : List.of(one, other, late)) {
                        awaitConfiguration(node, 200, false);
                    }
                    Owner next = Owner.register(late, Resource.ECHO);
                    for (Gateway node : List.of(one, other)) {
                        Await.until("the service of the late node known to " + node, TWO_SECONDS, () -> {
                            problem(node.get("/" + next.service() + "/whoami"), 503, "no-live-instance");
                            return next;
                        });
                    }
                    problem(late.get("/" + owner.service() + "/whoami"), 503, "no-live-instance");
                    for (ServerProcess process : List.of(oneProcess, otherProcess, lateProcess)) {
                        process.stop();
                        ProcessScenario.assertNoStackTrace(process.log().since(0));
                        assertThat(process.log().since(0))
                                .noneMatch(line -> line.contains(owner.apiKey()) || line.contains(next.apiKey()));
                    }
                }
            }
        }
    }

    /** Two operators at two nodes: who writes on what the other has changed meanwhile is told so. */
    private static void assertShowEachOther(Gateway one, Gateway other) {
        String[] master = {"apikey", WithGateway.MASTER_KEY};
        String read = other.get("/status").header("ETag");
        Owner.register(one, Resource.ECHO);
        Answer refused = other.post(
                "/register",
                Owner.document(Owner.unique("o"), Owner.unique("S"), Resource.ECHO)
                        .toString(),
                "If-Match",
                read);
        problem(refused, 412, "precondition-failed");
        assertThat(refused.header("ETag")).isNotEqualTo(read);
        long revision = one.get("/status").object().getInt("Revision");
        Await.until("both nodes shown at revision " + revision, TWO_SECONDS, () -> {
            List<JsonObject> nodes = one.get("/admin/nodes", master)
                    .object()
                    .getJsonArray("Nodes")
                    .getValuesAs(JsonObject.class);
            assertThat(nodes)
                    .hasSize(2)
                    .allMatch(node -> node.getString("State").equals("active"));
            assertThat(nodes).extracting(node -> node.getInt("Revision")).containsOnly((int) revision);
            return nodes;
        });
        assertThat(other.get("/admin/revisions/" + revision, master).body())
                .isEqualTo(one.get("/admin/revisions/" + revision, master).body());
    }

    private static void awaitAnswer(Owner owner) {
        Await.until("an answer by " + owner.gateway(), SOON, () -> {
            assertThat(owner.call("whoami", "").body()).isEqualTo("\"shared\"");
            return owner;
        });
    }

    private static void assertRefusesChanges(Owner owner) {
        Gateway gateway = owner.gateway();
        JsonObject same = Owner.document(owner.id(), owner.service(), Resource.ECHO);
        JsonObject another = Owner.document(Owner.unique("o"), Owner.unique("S"), Resource.ECHO);
        for (Answer refused : List.of(
                gateway.post("/register", another.toString()),
                gateway.put("/update?ownerid=" + owner.id(), same.toString(), "apikey", owner.apiKey()),
                gateway.put(
                        "/update?ownerid=" + owner.id(),
                        Owner.document(owner.id(), owner.service(), " ").toString(),
                        "apikey",
                        owner.apiKey()))) {
            problem(refused, 503, "store-unavailable");
            assertThat(refused.header("Retry-After")).matches("\\d+");
        }
    }

    /** The check of the configuration, once readiness has this status and the check says whether it is degraded. */
    private static JsonObject awaitConfiguration(Gateway gateway, int status, boolean degraded) {
        return Await.until("readiness of " + gateway, ServerKind.START, () -> {
            Answer ready = gateway.get("/health/ready");
            assertThat(ready.status()).as("%s", ready).isEqualTo(status);
            JsonObject check = ready.object().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                    .filter(each -> each.getString("name").equals("configuration"))
                    .findFirst()
                    .orElseThrow();
            assertThat(check.getJsonObject("data").getBoolean("degraded")).isEqualTo(degraded);
            return check;
        });
    }

    /** What an operator types is not to be read by whoever sees logs and probes. */
    @Test
    final void passwordInTheConnectionString_isInNoLogAndNoAnswer() {
        String url = "mongodb://operator:hunter2-W0rd@127.0.0.1:" + FreePort.find() + "/?authSource=admin";
        GatewaySetup setup = node("password", url);
        Gateway gateway = setup.gateway();
        try (ServerProcess process = server().launch(setup)) {
            awaitConfiguration(gateway, 503, true);
            Await.until("what it waits for in the log", SOON, () -> {
                assertThat(process.log().since(0))
                        .anyMatch(line -> line.contains("MongoDB at 127.0.0.1:") && line.contains("does not answer"));
                return process;
            });
            List<Answer> answers = List.of(
                    gateway.get("/health"),
                    gateway.get("/health/ready"),
                    gateway.post(
                            "/register", Owner.document("o", "S", Resource.ECHO).toString()),
                    gateway.get("/owners/o", "apikey", "x"));
            assertThat(answers).extracting(Answer::status).containsOnly(503);
            process.stop();
            assertThat(answers).extracting(Answer::body).noneMatch(body -> body.contains("hunter2"));
            assertThat(process.log().since(0)).noneMatch(line -> line.contains("hunter2"));
        }
    }

    /** A connection string that is none is told of by its key, before anything is tried. */
    @Test
    final void connectionStringThatIsNone_isRefusedByKeyWithoutThePassword() {
        GatewaySetup setup = node("malformed", "mongodb://operator:hunter2/W0rd@127.0.0.1:27017/");
        try (ServerProcess process = server().launch(setup)) {
            Await.until(() -> "the fault in the log:\n" + process.log().tail(), ServerKind.START, () -> {
                assertThat(process.log().since(0))
                        .anyMatch(line -> line.contains("dbUrl: has a wrong host, port, user or password (expected: "));
                return process;
            });
            assertThat(process.log().since(0)).noneMatch(line -> line.contains("hunter2"));
        }
    }
}
