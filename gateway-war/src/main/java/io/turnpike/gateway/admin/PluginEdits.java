package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.PluginJson;
import jakarta.json.JsonValue;
import java.util.List;

/** Binds plugins to all requests and to services, each change as one revision. Safe for use by several threads at once. */
final class PluginEdits {

    private final Registrations registrations;
    private final PluginCheck check;

    PluginEdits(Registrations registrations, PluginCheck check) {
        this.registrations = registrations;
        this.check = check;
    }

    /**
     * Binds a plugin, or gives its binding another configuration.
     *
     * @param call what the log calls it
     * @param configuration what the plugin takes; for a service JSON's null switches off there what is bound to all requests
     * @throws GatewayException {@code PLUGIN_NOT_FOUND}; {@code INVALID_REGISTRATION} if no service can have the name; {@code
     *     INVALID_PLUGIN} with every fault; {@code PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}, {@code
     *     PAYLOAD_TOO_LARGE}
     */
    Outcome bind(String call, Binding binding, String name, JsonValue configuration, Terms terms)
            throws GatewayException {
        require(name);
        FaultList faults = new FaultList();
        if (binding.scope() == Scope.SERVICE) {
            Names.faultOf("ServiceName", binding.target()).ifPresent(fault -> faults.meaning("", fault));
        }
        faults.addAll("", check.faults(name, configuration, binding));
        faults.throwIfAny();
        PluginBinding bound = new PluginBinding(binding, name, PluginJson.configuration(configuration));
        Outcome outcome = registrations.change(
                terms, "bind-plugin", now -> Change.ofEntries(new EntryChanges(List.of(bound), List.of())));
        log(call, terms, outcome);
        return outcome;
    }

    /**
     * Takes a binding away.
     *
     * @param call what the log calls it
     * @throws GatewayException {@code PLUGIN_NOT_FOUND} if it is not bound there, whether or not it is installed; {@code
     *     PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    Outcome unbind(String call, Binding binding, String name, Terms terms) throws GatewayException {
        Outcome outcome = registrations.change(terms, "unbind-plugin", now -> {
            bound(now, binding, name);
            return Change.ofEntries(new EntryChanges(List.of(), List.of(PluginBinding.id(binding, name))));
        });
        log(call, terms, outcome);
        return outcome;
    }

    private static void log(String call, Terms terms, Outcome outcome) {
        AdminLog.changed(call, terms, outcome);
    }

    /**
     * The plugin of a name.
     *
     * @throws GatewayException {@code PLUGIN_NOT_FOUND}
     */
    Plugin require(String name) throws GatewayException {
        return check.catalogue()
                .plugin(name)
                .orElseThrow(() -> new GatewayException(GatewayError.PLUGIN_NOT_FOUND, check.missing(name)));
    }

    /**
     * A plugin's binding.
     *
     * @throws GatewayException {@code PLUGIN_NOT_FOUND} if it is not bound there
     */
    static PluginBinding bound(RegistrationState now, Binding binding, String name) throws GatewayException {
        return now.entries()
                .entry(PluginBinding.id(binding, name))
                .map(PluginBinding.class::cast)
                .orElseThrow(() -> notBound(binding, name));
    }

    /** That a plugin is not bound there: {@code PLUGIN_NOT_FOUND}. */
    static GatewayException notBound(Binding binding, String name) {
        return new GatewayException(
                GatewayError.PLUGIN_NOT_FOUND,
                "The plugin " + JsonFields.shortened(name) + " is not bound to "
                        + (binding.scope() == Scope.GLOBAL
                                ? "all requests"
                                : "the service " + JsonFields.shortened(binding.target())));
    }
}
