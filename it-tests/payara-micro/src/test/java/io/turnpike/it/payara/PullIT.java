package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.PullScenarios;

final class PullIT extends PullScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
