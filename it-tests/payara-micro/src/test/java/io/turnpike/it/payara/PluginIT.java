package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.PluginScenarios;

final class PluginIT extends PluginScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
