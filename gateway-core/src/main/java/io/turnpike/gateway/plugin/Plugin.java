package io.turnpike.gateway.plugin;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Set;

/**
 * A plugin: one object for the gateway's life, which makes a {@link PluginHandler} of each configuration that is bound somewhere. Found by
 * {@link java.util.ServiceLoader}, or as a CDI bean. What it says of itself it is asked once, when it is found; one that throws then, or does not answer in time, is left out.
 * Safe for use by several threads at once.
 */
public interface Plugin {

    /** What it is called in configurations: {@code [a-z][a-z0-9-]*}, up to 64 characters. */
    String name();

    /**
     * Its place among the plugins of a request: the higher one is asked first in every phase. Those of one priority are asked in the order
     * of their names. The built-in ones are between 100 and 10,000.
     */
    int priority();

    /** The phases that it has something to do in; in others its handlers are not asked. */
    Set<Phase> phases();

    /** JSON Schema (draft 2020-12) of its configuration. What does not fit it does not come to {@link #configure}. */
    String schema();

    /**
     * Makes what is asked for the requests of a binding. Called again for each configuration that is bound, when it is checked and when it
     * is put into force; must not have side effects that outlive {@link PluginHandler#close}. It is interrupted when it takes too long, and the
     * configuration is refused then.
     *
     * @param configuration fits the schema
     * @param context what a handler may use
     * @throws InvalidConfigurationException what the schema cannot say is wrong
     */
    PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException;

    /**
     * The names of consumers that a configuration has: whoever binds it is warned of those that there are not.
     *
     * @param configuration fits the schema
     */
    default Set<String> consumers(PluginConfiguration configuration) {
        return Set.of();
    }

    /**
     * Whether its handlers never block and never take long. They are asked on the thread that has the request, then, which may be an I/O
     * thread that others wait for. All others are asked on a few threads of the plugin's own and have a bounded time; it is they alone
     * who suffer if they do not return. {@link #configure} has a bounded time in any case.
     */
    default boolean neverBlocks() {
        return false;
    }

    /** Which configuration this is of, for people: the version of what implements it. */
    default String version() {
        String implementation = getClass().getPackage().getImplementationVersion();
        return implementation == null ? "" : implementation;
    }
}
