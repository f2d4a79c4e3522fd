package io.turnpike.it.payaraserver;

import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.EarRedeployScenarios;

final class EarRedeployIT extends EarRedeployScenarios {

    @Override
    public ServerKind server() {
        return new PayaraServer(GatewaySetup.ear());
    }
}
