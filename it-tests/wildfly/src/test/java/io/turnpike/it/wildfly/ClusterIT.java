package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.ClusterScenarios;

final class ClusterIT extends ClusterScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
