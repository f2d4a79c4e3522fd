package io.turnpike.gateway.schema;

import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Set;

/** A plugin that takes anything and does nothing. */
public abstract class PlainPlugin implements Plugin {

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Set<Phase> phases() {
        return Set.of(Phase.LOG);
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
