package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.UndeployableScenarios;

/** With our agent beside it; Payara Micro alone runs on and answers 404. */
final class SecondDeploymentIT extends UndeployableScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
