package io.turnpike.it.plugin;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginRequest;
import java.util.concurrent.Semaphore;

/** Never tells its name, and does not listen to interrupts. */
public final class NamelessPlugin extends AccessPlugin {

    public NamelessPlugin() {
        super("it-nameless");
    }

    @Override
    public String name() {
        new Semaphore(0).acquireUninterruptibly();
        return super.name();
    }

    @Override
    Decision access(PluginRequest request) {
        return Decision.proceed();
    }
}
