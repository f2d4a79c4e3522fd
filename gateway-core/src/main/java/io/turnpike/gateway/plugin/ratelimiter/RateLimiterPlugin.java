package io.turnpike.gateway.plugin.ratelimiter;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;

/** {@code ratelimiter}: takes so many requests in a minute, see {@code docs/plugins-builtin.md}. */
public final class RateLimiterPlugin extends BuiltInPlugin {

    private final CounterStore store = new CounterStore();

    public RateLimiterPlugin() {
        super("ratelimiter", 6000, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        LimitRules rules = LimitRules.read(configuration);
        return new RateLimiterHandler(rules, store, context);
    }

    /** So many bindings have counters; for tests. */
    int bindings() {
        return store.size();
    }
}
