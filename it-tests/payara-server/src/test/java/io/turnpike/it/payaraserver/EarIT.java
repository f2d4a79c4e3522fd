package io.turnpike.it.payaraserver;

import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.EarScenarios;

final class EarIT extends EarScenarios {

    @Override
    public ServerKind server() {
        return new PayaraServer(GatewaySetup.ear());
    }
}
