package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.ScaleScenarios;

final class ScaleIT extends ScaleScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
