package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.PluginScenarios;

final class PluginIT extends PluginScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
