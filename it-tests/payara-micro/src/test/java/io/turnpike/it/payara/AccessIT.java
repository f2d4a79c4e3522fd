package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.AccessScenarios;

final class AccessIT extends AccessScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
