package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.List;

/** Compares configurations with the plugins' schemas. Safe for use by several threads at once. */
@FunctionalInterface
public interface SchemaCheck {

    /** Takes everything for fitting. */
    SchemaCheck NONE = (plugin, configuration) -> List.of();

    /** What does not fit the schema, with pointers into the configuration; none if it fits. */
    List<Fault> misfits(Plugin plugin, PluginConfiguration configuration);
}
