package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.LifeScenarios;

final class LifeIT extends LifeScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
