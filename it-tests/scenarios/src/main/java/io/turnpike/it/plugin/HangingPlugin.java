package io.turnpike.it.plugin;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginRequest;
import java.util.concurrent.Semaphore;

/** {@code it-hangs}: never returns, and does not listen to interrupts. */
public final class HangingPlugin extends AccessPlugin {

    public HangingPlugin() {
        super("it-hangs");
    }

    @Override
    Decision access(PluginRequest request) {
        new Semaphore(0).acquireUninterruptibly();
        return Decision.proceed();
    }
}
