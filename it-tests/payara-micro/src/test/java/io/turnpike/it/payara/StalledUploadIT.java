package io.turnpike.it.payara;

import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.StalledUploadScenarios;

final class StalledUploadIT extends StalledUploadScenarios {

    @Override
    public ServerKind server() {
        return new PayaraMicroServer();
    }
}
