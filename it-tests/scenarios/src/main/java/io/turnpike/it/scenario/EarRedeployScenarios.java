package io.turnpike.it.scenario;

import io.turnpike.it.harness.FreePort;
import java.util.Map;

/** The EAR undeployed and deployed again: less often than the WAR, whose gateway it has. */
public abstract class EarRedeployScenarios extends RedeployScenarios {

    private final Map<String, ?> settings = AloneScenarios.settings(FreePort.find());

    @Override
    protected int times() {
        return 5;
    }

    @Override
    protected int warmUp() {
        return 2;
    }

    @Override
    protected Map<String, ?> settings() {
        return settings;
    }
}
