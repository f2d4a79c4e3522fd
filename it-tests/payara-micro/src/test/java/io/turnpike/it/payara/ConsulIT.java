package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.ConsulScenarios;

final class ConsulIT extends ConsulScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
