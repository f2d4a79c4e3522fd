package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.ClusterScenarios;

final class ClusterIT extends ClusterScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
