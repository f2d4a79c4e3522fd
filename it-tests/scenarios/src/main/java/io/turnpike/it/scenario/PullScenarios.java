package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.CoreApi.ok;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerProcess;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway that pulls its rules from a directory, from its first start without one to a restart after the directory is gone. */
public abstract class PullScenarios implements ProcessScenario {

    private static final String[] MASTER = {"apikey", WithGateway.MASTER_KEY};
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CLUSTER = "c1";

    @Test
    final void directorySource_isServedLiveAndSafely_andSurvivesARestartWithoutIt() throws IOException {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        GatewaySetup place = GatewaySetup.fresh("pull-source", settings);
        Path source = place.directory().resolve("rules");
        settings.put("pullSource", "file://" + source);
        settings.put("pullClusterId", CLUSTER);
        settings.put("pullIntervalSeconds", 1);
        GatewaySetup setup = GatewaySetup.fresh("pull", settings);
        Gateway gateway = setup.gateway();
        try (HttpNode node = HttpNode.saying("core")) {
            ServerProcess process = server().launch(setup);
            try {
                assertServesNothingYet(gateway);
                publish(source, "20260101.000001", denied("1234"));
                ServerKind.awaitReady(process, gateway);
                // Not closed: it stays in the store of this set-up, for the restart.
                CoreApi core = CoreApi.of(gateway, node);
                problem(core.get("account_id=1234"), 401, "access-denied");
                ok(core.get("account_id=99"));
                publish(source, "20260101.000002", denied("99"));
                awaitDenied(core, "99");
                ok(core.get("account_id=1234"));
                assertPushIsRefused(gateway, core);
                assertTakesNothingBad(gateway, core, source);
                Files.move(source, source.resolveSibling("away"));
                Await.until(
                        "the fault told",
                        SOON,
                        () -> assertThat(fault(gateway)).isEqualTo("version.json is not there, nor is the directory"));
                process.kill();
                process = server().start(setup);
                problem(core.get("account_id=99"), 401, "access-denied");
                ok(core.get("account_id=1234"));
                assertThat(pull(gateway).getBoolean("FromLocalCopy")).isTrue();
                process.stop();
                ProcessScenario.assertNoStackTrace(process.log().since(0));
            } finally {
                process.close();
            }
        }
    }

    /** Never open by mistake: without the rules nobody would be kept out. */
    private static void assertServesNothingYet(Gateway gateway) {
        Await.until("not ready for want of rules", ServerKind.START, () -> {
            Answer answer = gateway.get("/health/ready");
            assertThat(answer.status()).isEqualTo(503);
            JsonObject check = answer.object().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                    .filter(each -> each.getString("name").equals("pull"))
                    .findFirst()
                    .orElseThrow();
            assertThat(check.getString("status")).isEqualTo("DOWN");
            assertThat(check.getJsonObject("data").getString("detail"))
                    .startsWith("Nothing good has been pulled since ")
                    .endsWith("; GET /status with the master key says why");
            return answer;
        });
        problem(gateway.get(CoreApi.PATH), 503, "not-ready");
    }

    private static void assertPushIsRefused(Gateway gateway, CoreApi core) {
        Answer pushed = core.update("access", denied("1"));
        assertThat(problem(pushed, 405, "configuration-pulled").getString("detail"))
                .contains("are pulled from /", "cluster " + CLUSTER);
        assertThat(pushed.header("Allow")).isEqualTo("OPTIONS");
        String place = "/admin/plugins/access/global";
        Answer put = gateway.put(place, denied("1"), MASTER);
        problem(put, 405, "configuration-pulled");
        assertThat(put.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        problem(gateway.delete(place, MASTER), 405, "configuration-pulled");
        assertThat(ok(gateway.get(place, MASTER)).body()).contains("\"99\"");
        problem(gateway.put(place, denied("1")), 401, "unauthorized");
        ok(gateway.put("/admin/plugins/access/services/Orders", denied("7"), MASTER));
    }

    private static void assertTakesNothingBad(Gateway gateway, CoreApi core, Path source) throws IOException {
        writeVersions(source, "20260101.000003");
        awaitFault(gateway, "modules/access/access/20260101.000003/access.rules is not there");
        publish(source, "20260101.000004", "[{\"type\":\"param\"}]");
        awaitFault(gateway, "modules/access/access/20260101.000004/access.rules at ");
        publish(source, "20260101.000001", denied("5"));
        awaitFault(gateway, "is older than 20260101.000002");
        problem(core.get("account_id=99"), 401, "access-denied");
        ok(core.get("account_id=5"));
        assertThat(ok(gateway.get("/health/ready")).status()).isEqualTo(200);
        publish(source, "20260101.000005", denied("99"));
        Await.until("taken", SOON, () -> assertThat(version(gateway)).isEqualTo("20260101.000005"));
        assertThat(pull(gateway)).doesNotContainKey("Fault");
    }

    private static void awaitFault(Gateway gateway, String reason) {
        Await.until("refused: " + reason, SOON, () -> assertThat(fault(gateway)).contains(reason));
        assertThat(version(gateway)).isEqualTo("20260101.000002");
    }

    private static void awaitDenied(CoreApi core, String account) {
        Await.until(
                "denied " + account,
                SOON,
                () -> assertThat(core.get("account_id=" + account).status()).isEqualTo(401));
    }

    private static JsonObject status(Gateway gateway) {
        return ok(gateway.get("/status", MASTER)).object();
    }

    private static JsonObject pull(Gateway gateway) {
        return status(gateway).getJsonObject("Pull");
    }

    private static String fault(Gateway gateway) {
        return pull(gateway).getString("Fault", "");
    }

    /** Of the rules of access that are in force for all requests. */
    private static String version(Gateway gateway) {
        return status(gateway).getJsonArray("Plugins").getValuesAs(JsonObject.class).stream()
                .filter(plugin -> plugin.getString("Name").equals("access"))
                .flatMap(plugin -> plugin.getJsonArray("Bound").getValuesAs(JsonObject.class).stream())
                .filter(bound -> bound.getBoolean("Pulled", false))
                .map(bound -> bound.getString("Version"))
                .findFirst()
                .orElse("");
    }

    private static String denied(String account) {
        return "[{\"type\":\"param\",\"api\":\"" + CoreApi.PATH + "\",\"key\":\"account_id\",\"value\":\"" + account
                + "\",\"access\":\"deny\"}]";
    }

    /** As BloomGateway's command does: the rules first, and {@code version.json} last. */
    private static void publish(Path source, String version, String rules) throws IOException {
        Path file = source.resolve(CLUSTER + "/modules/access/access/" + version + "/access.rules");
        Files.createDirectories(file.getParent());
        Files.writeString(file, rules);
        writeVersions(source, version);
    }

    private static void writeVersions(Path source, String version) throws IOException {
        Path file = source.resolve(CLUSTER + "/version.json");
        Files.writeString(
                file,
                "{\"nginx_conf\": \"20260101.000000\", \"modules\": {\"access\": {\"access\": \"" + version
                        + "\"}, \"error\": {}}}");
    }
}
