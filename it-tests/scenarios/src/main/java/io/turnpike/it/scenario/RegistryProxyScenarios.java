package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.ConsulProcess;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerKind.Redeployable;
import io.turnpike.it.harness.ServerProcess;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A RegistryProxy's life beside a gateway, both on real servers over a real Consul, under traffic that must never fail. */
@Timeout(600)
public abstract class RegistryProxyScenarios implements ProcessScenario {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRET = "the secret that both know";

    private ConsulProcess consul;
    private GatewaySetup setup;
    private GatewaySetup proxySetup;
    private Gateway gateway;
    private ServerProcess process;

    @BeforeEach
    final void start() {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("clusterSecret", SECRET);
        settings.put("timeToLift", 15);
        settings.put("timeToDie", 30);
        consul = ConsulProcess.start();
        settings.put("consulAddress", consul.address());
        settings.put("registryProxyPort", FreePort.find());
        setup = GatewaySetup.fresh("handover", settings);
        proxySetup = GatewaySetup.freshProxy("proxy", settings);
        gateway = setup.gateway();
        process = server().start(setup);
    }

    @AfterEach
    final void stop() {
        if (process != null) {
            process.close();
        }
        if (consul != null) {
            consul.close();
        }
    }

    @Test
    final void proxyIsBootedFrozenUndeployedAndKilled_noRequestFails() {
        Owner owner = Owner.register(gateway, Resource.ECHO);
        try (ServerTraffic traffic = new ServerTraffic(owner)) {
            assertThat(report("known")).isZero();
            try (Redeployable proxy = server().launchRedeployable(proxySetup)) {
                awaitHandOver(traffic);
                awaitProbe(200);
                assertThat(probe().body()).contains("heartbeats").doesNotContain(SECRET);

                proxy.server().freeze();
                Await.until(
                        "frozen proxy put aside",
                        SOON,
                        () -> assertThat(report("usable")).isZero());
                awaitTraffic(traffic);
                Await.until(
                        "frozen proxy gone from Consul",
                        SOON,
                        () -> assertThat(report("known")).isZero());
                proxy.server().thaw();
                awaitHandOver(traffic);

                proxy.undeploy();
                Await.until(
                        "undeployed proxy gone",
                        SOON,
                        () -> assertThat(report("known")).isZero());
                awaitTraffic(traffic);
                proxy.deploy();
                awaitHandOver(traffic);

                proxy.server().kill();
                Await.until(
                        "killed proxy not used",
                        SOON,
                        () -> assertThat(report("usable")).isZero());
                awaitTraffic(traffic);
            }
            assertThat(traffic.failures()).isEmpty();
        }
        ProcessScenario.assertNoStackTrace(process.log().since(0));
        assertThat(gateway.post("/RegistryProxy/connectServer", "{}").status()).isIn(403, 404);
    }

    @Test
    final void serverLeavesWhileProxiesWork_itsHeartbeatIs404() {
        Owner owner = Owner.register(gateway, Resource.ECHO);
        try (Redeployable proxy = server().launchRedeployable(proxySetup)) {
            Await.until("proxy found", SOON, () -> assertThat(report("usable")).isOne());
            String serverId = owner.connect(20_100);
            assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);
            assertThat(report("handedOver")).isEqualTo(2);
            assertThat(gateway.get("/owners/" + owner.id(), "apikey", owner.apiKey())
                            .body())
                    .contains(serverId);

            assertThat(gateway.delete("/connect/" + serverId, "apikey", owner.apiKey())
                            .status())
                    .isEqualTo(204);

            Answer late = owner.heartbeat(serverId);
            assertThat(late.status()).as("%s", late).isEqualTo(404);
            assertThat(late.object().getString("Status")).isEqualTo("failed");
            assertThat(gateway.get("/owners/" + owner.id(), "apikey", owner.apiKey())
                            .body())
                    .doesNotContain(serverId);
            proxy.server().kill();
        }
    }

    private int report(String key) {
        return gateway.get("/health/ready").object().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals("registry-proxies"))
                .findFirst()
                .orElseThrow()
                .getJsonObject("data")
                .getInt(key);
    }

    private Answer probe() {
        String health = server().health(proxySetup).toString();
        return new Gateway(server().health(proxySetup)).get(health.substring(health.indexOf('/', 8)) + "/ready");
    }

    private void awaitProbe(int status) {
        Await.until(
                "probe of the proxy answers " + status,
                SOON,
                () -> assertThat(probe().status()).isEqualTo(status));
    }

    private void awaitHandOver(ServerTraffic traffic) {
        Await.until("a usable proxy", SOON, () -> assertThat(report("usable")).isOne());
        int before = report("handedOver");
        Await.until(
                "requests handed over",
                SOON,
                () -> assertThat(report("handedOver")).isGreaterThan(before + 20));
        awaitTraffic(traffic);
    }

    private static void awaitTraffic(ServerTraffic traffic) {
        long before = traffic.answered();
        Await.until(
                "further requests", SOON, () -> assertThat(traffic.answered()).isGreaterThan(before + 20));
        assertThat(traffic.failures()).isEmpty();
    }
}
