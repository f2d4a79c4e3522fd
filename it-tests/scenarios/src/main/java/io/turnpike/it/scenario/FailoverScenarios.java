package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.ConsulProcess;
import io.turnpike.it.harness.FerretServer;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.HaProxy;
import io.turnpike.it.harness.PythonExample;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.ThriftPeer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything at once, as it is meant to be run: two gateways behind HAProxy, Consul, a database, a RegistryProxy; each is killed in turn. */
@Timeout(900)
public abstract class FailoverScenarios implements ProcessScenario {

    private static final Duration SOON = ServerKind.START;
    private static final int SOME_CALLS = 100;

    private static Map<String, Object> settings(ConsulProcess consul, FerretServer database) {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("clusterSecret", "the-secret-of-all-nodes");
        settings.put("consulAddress", consul.address());
        settings.put("dbUrl", database.url());
        settings.put("dbFailedPingInterval", 1);
        settings.put("timeToLift", 10);
        settings.put("timeToDie", 30);
        // What is slow on a busy machine has not failed.
        settings.put("callTimeoutMillis", 20_000);
        return settings;
    }

    @Test
    final void gatewayConsulDatabaseAndRegistryProxyKilledInTurn_noCallFailsAndNoRegistrationIsLost() {
        HaProxy.require();
        ThriftPeer.requirePython();
        try (ConsulProcess consul = ConsulProcess.start();
                FerretServer database = FerretServer.start()) {
            Map<String, Object> settings = settings(consul, database);
            GatewaySetup oneSetup = GatewaySetup.fresh("failover-one", settings);
            GatewaySetup twoSetup = GatewaySetup.fresh("failover-two", settings);
            settings.put("registryProxyPort", FreePort.find());
            GatewaySetup proxySetup = GatewaySetup.freshProxy("failover-proxy", settings);
            List<Gateway> gateways = List.of(oneSetup.gateway(), twoSetup.gateway());
            try (ServerProcess one = server().start(oneSetup);
                    ServerProcess two = server().start(twoSetup);
                    ServerProcess proxy = server().launch(proxySetup);
                    HaProxy front = HaProxy.start(oneSetup, twoSetup)) {
                Owner owner = Owner.register(
                        front.gateway(), AssetIdl.text(), Map.of(), Owner.path("getAsset", "queryAsset"));
                try (ServerProcess first = example(owner);
                        ServerProcess second = example(owner)) {
                    for (Gateway gateway : gateways) {
                        awaitServers(gateway, owner, 2);
                        awaitUsableProxies(gateway, 1);
                    }
                    try (SteadyLoad load = new SteadyLoad(owner)) {
                        awaitCalls(load);

                        load.dead("gateway1");
                        one.kill();
                        awaitCalls(load);
                        try (ServerProcess again = server().start(oneSetup)) {
                            Await.until(
                                    "calls by the gateway that is back",
                                    SOON,
                                    () -> assertThat(load.lastServer()).isEqualTo("gateway1"));
                            load.dead(null);
                            awaitCalls(load);

                            consul.kill();
                            awaitDegraded(gateways, "registry", true);
                            awaitCalls(load);
                            consul.restart();
                            awaitDegraded(gateways, "registry", false);
                            for (Gateway gateway : gateways) {
                                awaitServers(gateway, owner, 2);
                                awaitUsableProxies(gateway, 1);
                            }
                            awaitCalls(load);

                            int before = load.registered().size();
                            assertThat(before).isPositive();
                            database.kill();
                            awaitDegraded(gateways, "configuration", true);
                            awaitCalls(load);
                            database.restart();
                            awaitDegraded(gateways, "configuration", false);
                            Await.until(
                                    "further registrations",
                                    SOON,
                                    () -> assertThat(load.registered()).hasSizeGreaterThan(before + 3));

                            proxy.kill();
                            for (Gateway gateway : gateways) {
                                awaitUsableProxies(gateway, 0);
                            }
                            awaitCalls(load);
                            try (ServerProcess proxyAgain = server().launch(proxySetup)) {
                                for (Gateway gateway : gateways) {
                                    awaitUsableProxies(gateway, 1);
                                }
                                awaitCalls(load);
                                load.close();
                                assertNoFailure(load);
                                assertKept(load.registered(), gateways);
                                assertThat(first.isAlive() && second.isAlive() && two.isAlive())
                                        .isTrue();
                                proxyAgain.stop();
                            }
                            ProcessScenario.assertNoStackTrace(again.log().since(0));
                            ProcessScenario.assertNoStackTrace(two.log().since(0));
                        }
                    }
                }
            }
        }
    }

    private static ServerProcess example(Owner owner) {
        return PythonExample.start(
                "--gateway",
                owner.gateway().address(),
                "--apikey",
                owner.apiKey(),
                "--service",
                owner.service(),
                "--heartbeat",
                "1");
    }

    private static void awaitCalls(SteadyLoad load) {
        int before = load.answered();
        Await.until("further calls", SOON, () -> assertThat(load.answered()).isGreaterThan(before + SOME_CALLS));
        assertNoFailure(load);
    }

    private static void assertNoFailure(SteadyLoad load) {
        assertThat(load.failures())
                .as("failures, besides %d in flight on the dead gateway or refused by it", load.apart())
                .isEmpty();
    }

    private static void awaitServers(Gateway gateway, Owner owner, int count) {
        Await.until(count + " servers known to " + gateway, SOON, () -> {
            Answer answer = gateway.get("/owners/" + owner.id(), "apikey", owner.apiKey());
            assertThat(answer.object()
                            .getJsonArray("Services")
                            .getJsonObject(0)
                            .getJsonArray("Servers")
                            .getValuesAs(JsonObject.class))
                    .filteredOn(server -> server.getString("State", "").equals("reachable"))
                    .hasSize(count);
            return answer;
        });
    }

    private static void awaitUsableProxies(Gateway gateway, int count) {
        Await.until(
                count + " RegistryProxies usable for " + gateway,
                SOON,
                () -> assertThat(check(gateway, "registry-proxies").getInt("usable"))
                        .isEqualTo(count));
    }

    private static void awaitDegraded(List<Gateway> gateways, String check, boolean degraded) {
        for (Gateway gateway : gateways) {
            Await.until(
                    check + " of " + gateway + " degraded: " + degraded,
                    SOON,
                    () -> assertThat(check(gateway, check).getBoolean("degraded"))
                            .isEqualTo(degraded));
        }
    }

    private static JsonObject check(Gateway gateway, String name) {
        return gateway.get("/health/ready").object().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check named " + name))
                .getJsonObject("data");
    }

    /** Each owner that was answered to be registered is known to each gateway, with the key that it was given. */
    private static void assertKept(List<Owner> owners, List<Gateway> gateways) {
        for (Gateway gateway : gateways) {
            for (Owner owner : owners) {
                Await.until(
                        owner.id() + " known to " + gateway,
                        SOON,
                        () -> assertThat(gateway.get("/owners/" + owner.id(), "apikey", owner.apiKey())
                                        .status())
                                .isEqualTo(200));
            }
        }
    }
}
