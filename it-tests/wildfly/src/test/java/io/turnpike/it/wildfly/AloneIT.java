package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.AloneScenarios;
import java.nio.file.Path;

final class AloneIT extends AloneScenarios {

    @Override
    public ServerKind server(Path archive) {
        return new WildFlyServer(archive);
    }
}
