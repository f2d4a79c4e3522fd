package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.RedeployScenarios;

final class RedeployIT extends RedeployScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
