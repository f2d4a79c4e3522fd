package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.ConsulProcess;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.RawClient;
import io.turnpike.it.harness.RegistryProxyProbe;
import io.turnpike.it.harness.ServerProcess;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The gateway and the RegistryProxy in one archive on one server: the whole contract, and that neither disturbs the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EarScenarios implements ProcessScenario, AdminContract, CallContract {

    private GatewaySetup setup;
    private int proxyPort;
    private ConsulProcess consul;
    private ServerProcess server;

    @BeforeAll
    final void start() {
        proxyPort = FreePort.find();
        consul = ConsulProcess.start();
        Map<String, Object> settings = new HashMap<>(AloneScenarios.settings(proxyPort, consul));
        // The other door; all other tests go through the filter.
        settings.put("dataPlane", "jaxrs");
        setup = GatewaySetup.fresh("ear", settings);
        server = server().start(setup);
    }

    @AfterAll
    final void stop() {
        try {
            // SIGTERM, and fails if the server does not end then.
            server.stop();
        } finally {
            consul.close();
        }
    }

    @Override
    public Gateway gateway() {
        return setup.gateway();
    }

    @Test
    final void registryProxy_besideTheGateway_answers() {
        String answer = Await.until(
                "an answer of the RegistryProxy", Duration.ofSeconds(20), () -> RegistryProxyProbe.ask(proxyPort));
        assertThat(answer).contains("nobodyKnows");
    }

    @Test
    final void health_besideTheRegistryProxy_hasEachCheckOfTheGatewayOnce() {
        List<String> names =
                gateway().get("/health").object().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                        .map(check -> check.getString("name"))
                        .toList();
        assertThat(names)
                .contains("gateway", "configuration")
                .doesNotHaveDuplicates()
                .doesNotContain("registry-proxy");
    }

    /** Behind every filter: on Payara the agent sees to it. */
    @Test
    final void server_requestThatItCannotRead_isRefused() throws IOException {
        try (RawClient client = new RawClient(gateway())) {
            client.send("POST /%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(client.head().status()).isEqualTo(400);
        }
    }

    @Test
    final void registryProxyPath_get_isNoPageAndNoneOfTheGateway() {
        assertThat(gateway().get("/registry-proxy/").status()).isIn(403, 404);
    }

    @Test
    final void log_ofTheStart_hasNoWarningOfOurs() {
        List<String> log = server.log().since(0);
        assertThat(log)
                .filteredOn(line -> line.contains("Turnpike ") && line.contains(" starts: port " + setup.port()))
                .hasSize(1);
        assertThat(log)
                .filteredOn(line -> line.contains("RegistryProxy serves Thrift at"))
                .hasSize(1);
        assertThat(log).noneMatch(line -> line.contains("serverPort: "));
    }

    @Test
    final void archive_configurationSource_isInItOnce() throws IOException {
        int sources = 0;
        try (ZipFile ear = new ZipFile(GatewaySetup.ear().toFile())) {
            for (ZipEntry entry : ear.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith("lib/server-config")) {
                    sources++;
                } else if (name.endsWith(".war")) {
                    sources += serverConfigsIn(ear.getInputStream(entry));
                }
            }
        }
        assertThat(sources).isEqualTo(1);
    }

    private static int serverConfigsIn(InputStream war) throws IOException {
        int found = 0;
        try (ZipInputStream zip = new ZipInputStream(war)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().contains("server-config")) {
                    found++;
                }
            }
        }
        return found;
    }
}
