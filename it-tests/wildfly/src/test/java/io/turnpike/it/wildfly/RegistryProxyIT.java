package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.RegistryProxyScenarios;

final class RegistryProxyIT extends RegistryProxyScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
