package io.turnpike.it.wildfly;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.GoPeerScenarios;

final class GoPeerIT extends GoPeerScenarios {

    @Override
    public ServerKind server() {
        return new WildFlyServer();
    }
}
