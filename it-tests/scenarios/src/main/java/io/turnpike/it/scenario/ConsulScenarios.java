package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.connectorProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.ConsulProcess;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway whose registry is a real Consul, which comes, goes, and forgets. */
public abstract class ConsulScenarios implements ProcessScenario {

    private static final int TIME_TO_LIFT = 5;
    private static final Duration SOON = Duration.ofSeconds(15);

    private static GatewaySetup setup(String consulAddress) {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("timeToLift", TIME_TO_LIFT);
        settings.put("timeToDie", 60);
        settings.put("consulAddress", consulAddress);
        return GatewaySetup.fresh("consul", settings);
    }

    @Test
    final void consulKilledAndRestartedEmpty_callsGoOnAndTheNextHeartbeatPutsEverythingRight() {
        ThriftPeer.requirePython();
        try (ConsulProcess consul = ConsulProcess.start();
                ThriftPeer peer = ThriftPeer.start(Framing.FRAMED)) {
            GatewaySetup setup = setup(consul.address());
            Gateway gateway = setup.gateway();
            try (ServerProcess process = server().start(setup)) {
                Owner owner = Owner.register(gateway, Resource.ECHO);
                String serverId = owner.connect(peer.port());
                awaitCalled(owner);
                assertThat(registry(gateway).getBoolean("degraded", true)).isFalse();
                String state = consul.wholeState();
                assertThat(state).contains(owner.service());
                assertNoSecret(state, owner, serverId);

                long mark = process.log().mark();
                consul.kill();
                long gone = System.nanoTime();
                while (Duration.ofNanos(System.nanoTime() - gone).toSeconds() < 2 * TIME_TO_LIFT) {
                    assertThat(owner.call("whoami", "").status()).isEqualTo(200);
                    Answer refused = owner.heartbeat(serverId);
                    connectorProblem(refused, 503, "registry-unavailable");
                    assertThat(refused.header("Retry-After")).matches("\\d+");
                }
                Answer connect = gateway.post(
                        "/connect",
                        Owner.connectBody(
                                owner.apiKey(), owner.service(), "127.0.0.1", Integer.toString(FreePort.find())));
                connectorProblem(connect, 503, "registry-unavailable");
                assertThat(gateway.get("/health/ready").status()).isEqualTo(200);
                assertThat(registry(gateway).getBoolean("degraded", false)).isTrue();

                consul.restart();
                assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);
                assertThat(consul.read("/v1/agent/services")).contains(owner.service());
                try (Beats beats = new Beats(owner, serverId)) {
                    long back = System.nanoTime();
                    while (Duration.ofNanos(System.nanoTime() - back).toSeconds() < 2 * TIME_TO_LIFT) {
                        assertThat(owner.call("whoami", "").status()).isEqualTo(200);
                    }
                }
                assertThat(registry(gateway).getBoolean("degraded", true)).isFalse();
                assertNoSecret(consul.wholeState(), owner, serverId);
                List<String> lines = process.log().since(mark);
                assertThat(lines)
                        .filteredOn(line -> line.contains("does not answer: "))
                        .hasSize(1);
                assertThat(lines)
                        .filteredOn(line -> line.contains("Back in touch with Consul"))
                        .hasSize(1);
                ProcessScenario.assertNoStackTrace(lines);
                process.stop();
            }
        }
    }

    /** A token shows in no answer of Consul and in no log. */
    private static void assertNoSecret(String state, Owner owner, String serverId) {
        assertThat(state).doesNotContain(owner.apiKey()).doesNotContain(serverId);
    }

    @Test
    final void consulDownAtStart_gatewaySaysWhatItWaitsForAndBecomesReadyByItself() {
        ConsulProcess.require();
        ThriftPeer.requirePython();
        try (ConsulProcess consul = ConsulProcess.start()) {
            consul.kill();
            GatewaySetup setup = setup(consul.address());
            Gateway gateway = setup.gateway();
            try (ServerProcess process = server().launch(setup);
                    ThriftPeer peer = ThriftPeer.start(Framing.FRAMED)) {
                Await.until("not ready for want of Consul", ServerKind.START, () -> {
                    process.checkAlive();
                    Answer ready = gateway.get("/health/ready");
                    assertThat(ready.status()).isEqualTo(503);
                    assertThat(ready.mediaType()).isEqualTo("application/json");
                    assertThat(registry(gateway).getString("detail")).contains("Consul has not answered yet");
                    return ready;
                });
                assertThat(process.log().since(0))
                        .filteredOn(line -> line.contains("Waiting for Consul at http://" + consul.address()))
                        .hasSize(1);

                consul.restart();

                Await.until("ready", SOON, () -> {
                    assertThat(gateway.get("/health/ready").status()).isEqualTo(200);
                    return true;
                });
                Owner owner = Owner.register(gateway, Resource.ECHO);
                String serverId = owner.connect(peer.port());
                awaitCalled(owner);
                assertThat(gateway.delete("/connect/" + serverId, "apikey", owner.apiKey())
                                .status())
                        .isEqualTo(204);
                assertThat(consul.read("/v1/agent/services")).doesNotContain(owner.service());
                ProcessScenario.assertNoStackTrace(process.log().since(0));
                process.stop();
            }
        }
    }

    private static void awaitCalled(Owner owner) {
        Await.until("called", SOON, () -> {
            Answer answer = owner.call("whoami", "");
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            return answer;
        });
    }

    /** The data of the check {@code registry}. */
    private static JsonObject registry(Gateway gateway) {
        return gateway.get("/health/ready").object().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals("registry"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check named registry"))
                .getJsonObject("data");
    }
}
