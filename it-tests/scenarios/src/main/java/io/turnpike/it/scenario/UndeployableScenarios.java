package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What a server does that is there for one application, and cannot deploy it. */
public abstract class UndeployableScenarios implements ProcessScenario {

    @Test
    final void start_applicationThatCannotBeDeployed_isTriedTwiceAndEndsTheServer() throws IOException {
        GatewaySetup setup = GatewaySetup.fresh("undeployable", Map.of());
        Path broken = setup.directory().resolve("broken.war");
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(broken))) {
            war.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
            war.write("<web-app><servlet></web-app>".getBytes(StandardCharsets.UTF_8));
        }

        try (ServerProcess server = server().launch(setup.with(broken))) {
            assertThat(server.awaitEnd(ServerKind.START)).isEqualTo(1);
            assertThat(server.log().since(0))
                    .anyMatch(line -> line.contains("The server could not deploy " + broken + ", see above"))
                    .anyMatch(line -> line.contains("The server could not deploy " + broken + " a second time"));
        }
    }
}
