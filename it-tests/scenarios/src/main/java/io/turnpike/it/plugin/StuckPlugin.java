package io.turnpike.it.plugin;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.concurrent.Semaphore;

/** {@code it-stuck}: never returns when it is configured, and does not listen to interrupts. */
public final class StuckPlugin extends AccessPlugin {

    public StuckPlugin() {
        super("it-stuck");
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context) {
        new Semaphore(0).acquireUninterruptibly();
        return super.configure(configuration, context);
    }

    @Override
    Decision access(PluginRequest request) {
        return Decision.proceed();
    }
}
