package io.turnpike.it.plugin;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Set;

/**
 * {@code it-bean}: tells the upstream in a header that it has been asked. A CDI bean without annotations, which needs a {@code beans.xml} with
 * {@code all}; it shares no class with the others, which come from another class loader.
 */
public class BeanPlugin implements Plugin, PluginHandler {

    private static final int PRIORITY = 6400;

    @Override
    public String name() {
        return "it-bean";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Set<Phase> phases() {
        return Set.of(Phase.ACCESS);
    }

    @Override
    public String schema() {
        return "{\"type\":\"object\"}";
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context) {
        return this;
    }

    @Override
    public Decision access(PluginRequest request) {
        request.setHeader("X-Bean", "asked");
        return Decision.proceed();
    }
}
