package io.turnpike.gateway.plugin.trafficsplit;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;

/** {@code traffic-split}: sends shares of the requests elsewhere, see {@code docs/plugins-builtin.md}. */
public final class TrafficSplitPlugin extends BuiltInPlugin {

    public TrafficSplitPlugin() {
        super("traffic-split", 3900, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        return new TrafficSplitHandler(SplitReader.read(configuration, context));
    }
}
