package io.turnpike.gateway.plugin.fallback;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;

/** {@code fallback}: sends a request that has failed elsewhere, see {@code docs/plugins-builtin.md}. */
public final class FallbackPlugin extends BuiltInPlugin {

    public FallbackPlugin() {
        super("fallback", 1000, Phase.ERROR);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        return new FallbackHandler(FallbackReader.read(configuration, context));
    }
}
