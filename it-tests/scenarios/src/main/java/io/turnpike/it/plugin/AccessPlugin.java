package io.turnpike.it.plugin;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Set;

/** A plugin that does something in the access phase, whatever its configuration. */
abstract class AccessPlugin implements Plugin {

    private static final int PRIORITY = 6500;

    private final String name;

    AccessPlugin(String name) {
        this.name = name;
    }

    /** What it does. */
    abstract Decision access(PluginRequest request) throws Exception;

    @Override
    public String name() {
        return name;
    }

    @Override
    public final int priority() {
        return PRIORITY;
    }

    @Override
    public final Set<Phase> phases() {
        return Set.of(Phase.ACCESS);
    }

    @Override
    public final String schema() {
        return "{\"type\":\"object\",\"additionalProperties\":false}";
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context) {
        return new PluginHandler() {
            @Override
            public Decision access(PluginRequest request) throws Exception {
                return AccessPlugin.this.access(request);
            }
        };
    }
}
