package io.turnpike.gateway.plugin.keyauth;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Set;

/** {@code key-auth}: takes requests with a consumer's key, see {@code docs/plugins-more.md}. */
public final class KeyAuthPlugin extends BuiltInPlugin {

    public KeyAuthPlugin() {
        super("key-auth", 7500, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        String header = configuration.text("Header").orElse("X-Api-Key");
        faults.read("/Header", header, HeaderText::requestName);
        faults.throwIfAny();
        return new KeyAuthHandler(
                header,
                configuration.text("Parameter").orElse(""),
                configuration.flag("KeepKey", false),
                Set.copyOf(configuration.texts("Consumers")));
    }

    @Override
    public Set<String> consumers(PluginConfiguration configuration) {
        return Set.copyOf(configuration.texts("Consumers"));
    }
}
