package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.FaultScenarios;

final class FaultIT extends FaultScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
