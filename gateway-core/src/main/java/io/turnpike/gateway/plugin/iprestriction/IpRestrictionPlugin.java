package io.turnpike.gateway.plugin.iprestriction;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.NetworkBlock;
import java.util.ArrayList;
import java.util.List;

/** {@code ip-restriction}: refuses requests by client address, see {@code docs/plugins-builtin.md}. */
public final class IpRestrictionPlugin extends BuiltInPlugin {

    public IpRestrictionPlugin() {
        super("ip-restriction", 9000, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        AddressBlocks allow = blocks("Allow", configuration, faults);
        AddressBlocks deny = blocks("Deny", configuration, faults);
        if (configuration.texts("Allow").isEmpty()
                && configuration.texts("Deny").isEmpty()) {
            faults.add("", "The configuration has neither Allow nor Deny (expected: one of them, or both)");
        }
        faults.throwIfAny();
        return new IpRestrictionHandler(allow, deny);
    }

    private static AddressBlocks blocks(String key, PluginConfiguration configuration, FaultList faults) {
        List<String> texts = configuration.texts(key);
        List<NetworkBlock> blocks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            NetworkBlock block = faults.read("/" + key + "/" + i, texts.get(i), NetworkBlock::of);
            if (block != null) {
                blocks.add(block);
            }
        }
        return new AddressBlocks(blocks);
    }
}
