package io.turnpike.it.scenario;

/** The EAR undeployed and deployed again: less often than the WAR, whose gateway it has. */
public abstract class EarRedeployScenarios extends RedeployScenarios {

    @Override
    protected int times() {
        return 5;
    }

    @Override
    protected int warmUp() {
        return 2;
    }
}
