package io.turnpike.it.plugin;

import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Never tells its name, and does not listen to interrupts. */
public final class NamelessPlugin implements Plugin {

    @Override
    public String name() {
        new Semaphore(0).acquireUninterruptibly();
        return "it-nameless";
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Set<Phase> phases() {
        return Set.of(Phase.ACCESS);
    }

    @Override
    public String schema() {
        return "true";
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context) {
        return new PluginHandler() {};
    }
}
