package io.turnpike.gateway.plugin;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which plugins are bound to all requests and to services, at one revision; those of routes are in the routes; and who has keys. Immutable.
 *
 * @param global configurations by the plugin's name
 * @param services the same by the service's name, whether or not there is such a service
 * @param consumers whose keys there are
 */
public record PluginBindings(
        Map<String, PluginConfiguration> global,
        Map<String, Map<String, PluginConfiguration>> services,
        Consumers consumers) {

    /** Nothing is bound. */
    public static final PluginBindings NONE = new PluginBindings(Map.of(), Map.of());

    public PluginBindings {
        global = Map.copyOf(global);
        Map<String, Map<String, PluginConfiguration>> copies = new TreeMap<>();
        services.forEach((service, plugins) -> copies.put(service, Map.copyOf(plugins)));
        services = Map.copyOf(copies);
    }

    /** The same without consumers. */
    public PluginBindings(
            Map<String, PluginConfiguration> global, Map<String, Map<String, PluginConfiguration>> services) {
        this(global, services, Consumers.NONE);
    }

    /** The same, but that these plugins, and no others, are bound to all requests. */
    public PluginBindings withGlobal(Map<String, PluginConfiguration> configurations) {
        return new PluginBindings(configurations, services, consumers);
    }

    /** Whether nothing is bound. */
    public boolean isEmpty() {
        return global.isEmpty() && services.isEmpty();
    }
}
