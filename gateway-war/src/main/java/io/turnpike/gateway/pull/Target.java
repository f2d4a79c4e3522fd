package io.turnpike.gateway.pull;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Map;

/** Puts what was pulled into force. */
@FunctionalInterface
public interface Target {

    /**
     * Binds plugins to all requests, in place of what was pulled before; requests see all of it or nothing.
     *
     * @param configurations by the names of the plugins
     * @return whether it is in force; false if the gateway is busy with another change, which leaves everything as it was
     * @throws RuntimeException if it cannot be put into force; nothing has changed then
     */
    boolean bind(Map<String, PluginConfiguration> configurations);
}
