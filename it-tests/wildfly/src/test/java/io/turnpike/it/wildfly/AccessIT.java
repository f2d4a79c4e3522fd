package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.AccessScenarios;

final class AccessIT extends AccessScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
