package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.AdminPortScenarios;

final class AdminPortIT extends AdminPortScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
