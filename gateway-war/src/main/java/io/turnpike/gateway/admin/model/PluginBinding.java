package io.turnpike.gateway.admin.model;

import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.schema.PluginJson;

/**
 * A plugin that is bound to all requests or to those of a service.
 *
 * @param binding to what; not to a route, whose plugins are part of it
 * @param plugin the plugin's name
 * @param configuration for a service JSON's null switches off what is bound to all requests
 */
public record PluginBinding(Binding binding, String plugin, PluginConfiguration configuration) implements Entry {

    static final String GLOBAL = "global";
    static final String SERVICE = "service";

    /** To all requests. */
    public static PluginBinding global(String plugin, PluginConfiguration configuration) {
        return new PluginBinding(new Binding(Scope.GLOBAL, ""), plugin, configuration);
    }

    /** To the requests of a service, whether or not there is one of this name. */
    public static PluginBinding service(String serviceName, String plugin, PluginConfiguration configuration) {
        return new PluginBinding(new Binding(Scope.SERVICE, serviceName), plugin, configuration);
    }

    static PluginConfiguration configuration(String content) {
        try {
            return PluginJson.parse(content);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its content is " + e.getMessage(), e);
        }
    }

    /** The id of such an entry. */
    public static String id(Binding binding, String plugin) {
        return binding.scope() == Scope.GLOBAL
                ? GLOBAL + '/' + plugin
                : SERVICE + '/' + binding.target() + '/' + plugin;
    }

    @Override
    public String id() {
        return id(binding, plugin);
    }

    @Override
    public String content() {
        return PluginJson.text(configuration);
    }

    @Override
    public String words() {
        return "plugin " + plugin
                + (binding.scope() == Scope.GLOBAL ? " of all requests" : " of service " + binding.target());
    }
}
