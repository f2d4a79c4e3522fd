package io.turnpike.it.scenario;

import io.turnpike.it.harness.ConsulProcess;
import io.turnpike.it.harness.FreePort;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The EAR undeployed and deployed again, with its servers in Consul: less often than the WAR, whose gateway it has. */
public abstract class EarRedeployScenarios extends RedeployScenarios {

    private static ConsulProcess consul;

    @BeforeAll
    static void startConsul() {
        ConsulProcess.require();
        consul = ConsulProcess.start();
    }

    @AfterAll
    static void stopConsul() {
        if (consul != null) {
            consul.close();
        }
    }

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
        return AloneScenarios.settings(FreePort.find(), consul);
    }
}
