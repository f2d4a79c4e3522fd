package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.RedeployScenarios;

final class RedeployIT extends RedeployScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
