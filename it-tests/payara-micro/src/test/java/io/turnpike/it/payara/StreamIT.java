package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.StreamScenarios;

final class StreamIT extends StreamScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
