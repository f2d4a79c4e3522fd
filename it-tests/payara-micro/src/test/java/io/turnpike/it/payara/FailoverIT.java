package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.FailoverScenarios;

final class FailoverIT extends FailoverScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
