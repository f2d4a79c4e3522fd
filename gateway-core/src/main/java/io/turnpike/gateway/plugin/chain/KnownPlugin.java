package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Objects;
import java.util.Set;

/**
 * A plugin with what it says of itself, which is asked once: what it would say or throw later has no effect on the building of snapshots.
 *
 * @param origin the plugin itself
 */
public record KnownPlugin(
        String name, int priority, Set<Phase> phases, String schema, boolean neverBlocks, String version, Plugin origin)
        implements Plugin {

    public KnownPlugin {
        phases = Set.copyOf(phases);
    }

    /**
     * Asks a plugin; one that has been asked before is itself.
     *
     * @throws IllegalArgumentException if it throws, or has null for what it must say; the message says that it is left out, and why
     */
    public static KnownPlugin of(Plugin plugin) {
        if (plugin instanceof KnownPlugin known) {
            return known;
        }
        return new KnownPlugin(
                said(plugin, "name", Plugin::name),
                said(plugin, "priority", Plugin::priority),
                said(plugin, "phases", each -> Set.copyOf(each.phases())),
                said(plugin, "schema", Plugin::schema),
                said(plugin, "neverBlocks", Plugin::neverBlocks),
                said(plugin, "version", Plugin::version),
                plugin);
    }

    /** Something that a plugin says of itself. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Plugin plugin);
    }

    private static <T> T said(Plugin plugin, String method, Question<T> question) {
        try {
            return Objects.requireNonNull(question.ask(plugin), "null");
        } catch (RuntimeException | Error e) {
            throw new IllegalArgumentException(
                    "The plugin " + plugin.getClass().getName() + " is left out: its " + method + "() fails: " + e, e);
        }
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        return origin.configure(configuration, context);
    }

    @Override
    public Set<String> consumers(PluginConfiguration configuration) {
        return origin.consumers(configuration);
    }
}
