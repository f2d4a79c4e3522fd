package io.turnpike.it.plugin;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginRequest;

/** {@code it-sleeps}: keeps its thread for a while, and lets the request pass then. */
public final class SleepingPlugin extends AccessPlugin {

    private static final long MILLIS = 300;

    public SleepingPlugin() {
        super("it-sleeps");
    }

    @Override
    Decision access(PluginRequest request) throws InterruptedException {
        Thread.sleep(MILLIS);
        return Decision.proceed();
    }
}
