package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;

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

    /** The same as {@link #of(Plugin, PluginQuestions)} with threads for this one question. */
    static KnownPlugin of(Plugin plugin) {
        if (plugin instanceof KnownPlugin known) {
            return known;
        }
        try (PluginQuestions questions = new PluginQuestions()) {
            return of(plugin, questions);
        }
    }

    /**
     * Asks a plugin; one that has been asked before is itself.
     *
     * @throws IllegalArgumentException if it throws, does not answer, or has null for what it must say; the message says that it is left out,
     *     and why
     */
    public static KnownPlugin of(Plugin plugin, PluginQuestions questions) {
        if (plugin instanceof KnownPlugin known) {
            return known;
        }
        return new KnownPlugin(
                said(plugin, "name", Plugin::name, questions),
                said(plugin, "priority", Plugin::priority, questions),
                said(plugin, "phases", each -> Set.copyOf(each.phases()), questions),
                said(plugin, "schema", Plugin::schema, questions),
                said(plugin, "neverBlocks", Plugin::neverBlocks, questions),
                said(plugin, "version", Plugin::version, questions),
                plugin);
    }

    /** Something that a plugin says of itself. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Plugin plugin);
    }

    private static <T> T said(Plugin plugin, String method, Question<T> question, PluginQuestions questions) {
        String leftOut = "The plugin " + plugin.getClass().getName() + " is left out: its " + method + "() ";
        try {
            return Objects.requireNonNull(questions.ask(plugin, () -> question.ask(plugin)), "null");
        } catch (TimeoutException e) {
            throw new IllegalArgumentException(leftOut + e.getMessage());
        } catch (Exception | Error e) {
            throw new IllegalArgumentException(leftOut + "fails: " + e, e);
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
