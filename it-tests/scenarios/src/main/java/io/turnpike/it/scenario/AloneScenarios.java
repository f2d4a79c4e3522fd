package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.ConsulProcess;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.RegistryProxyProbe;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each WAR by itself on a server. */
public abstract class AloneScenarios {

    /** The server with one archive. */
    protected abstract ServerKind server(Path archive);

    /** What both WARs need, with the RegistryProxy on this port and the servers in this Consul. */
    static Map<String, ?> settings(int proxyPort, ConsulProcess consul) {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("clusterSecret", "a secret of these tests");
        settings.put("registryProxyPort", proxyPort);
        settings.put("consulAddress", consul.address());
        return settings;
    }

    @Test
    final void registryProxy_alone_answers() {
        int port = FreePort.find();
        try (ConsulProcess consul = ConsulProcess.start();
                ServerProcess server = server(GatewaySetup.registryProxy())
                        .launch(GatewaySetup.fresh("proxy", settings(port, consul)))) {
            String answer = Await.until(
                    () -> "an answer of the RegistryProxy; log:\n"
                            + server.log().tail(),
                    ServerKind.START,
                    () -> {
                        server.checkAlive();
                        return RegistryProxyProbe.ask(port);
                    });
            assertThat(answer).contains("nobodyKnows");
            server.stop();
        }
    }

    @Test
    final void gateway_alone_servesACallAndFinishesItWhenItIsStopped() {
        ThriftPeer.requirePython();
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("callTimeoutMillis", 20_000);
        GatewaySetup setup = GatewaySetup.fresh("alone", settings);
        Gateway gateway = setup.gateway();
        try (ThriftPeer peer = ThriftPeer.start(Framing.FRAMED);
                ServerProcess server = server(GatewaySetup.war()).start(setup)) {
            Owner owner = Owner.register(gateway, "service Slow { i32 sleep(1: i32 millis) }");
            owner.connect(peer.port());
            Await.until("called", Duration.ofSeconds(20), () -> {
                assertThat(owner.call("sleep", "{\"millis\":1}").status()).isEqualTo(200);
                return true;
            });
            var slow = gateway.start("POST", "/" + owner.service() + "/sleep", "{\"millis\":6000}");
            // The answer to a later call has come: the slow one is on its way.
            assertThat(owner.call("sleep", "{\"millis\":500}").status()).isEqualTo(200);
            server.stop();
            assertThat(slow.join().status()).isEqualTo(200);
        }
    }
}
