package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plugins that are bound to all requests from elsewhere than the store, in place of all that the store itself binds to them. Where that is
 * so, nobody changes such bindings in the store. Immutable.
 */
final class GlobalOverlay {

    /** Nothing comes from elsewhere. */
    static final GlobalOverlay NONE = new GlobalOverlay(false, Map.of());

    /** Something will come; until it has nothing may be served, for it may be what keeps requests out. */
    static final GlobalOverlay AWAITED = new GlobalOverlay(true, null);

    private final boolean elsewhere;
    private final @Nullable Map<String, PluginConfiguration> configurations;

    private GlobalOverlay(boolean elsewhere, @Nullable Map<String, PluginConfiguration> configurations) {
        this.elsewhere = elsewhere;
        this.configurations = configurations;
    }

    /** What has come, by the names of the plugins. */
    static GlobalOverlay of(Map<String, PluginConfiguration> configurations) {
        return new GlobalOverlay(true, Map.copyOf(configurations));
    }

    /** Whether it has not come yet. */
    boolean isAwaited() {
        return configurations == null;
    }

    /** What is bound all in all: once something has come, nothing of the store's own to all requests. */
    PluginBindings over(PluginBindings stored) {
        return configurations == null || !elsewhere ? stored : stored.withGlobal(configurations);
    }

    /**
     * Refuses to change what comes from elsewhere.
     *
     * @throws GatewayException {@code CONFLICT} with a fault for each binding to all requests that would change
     */
    void requireUntouched(EntryChanges changes, EntryList now) throws GatewayException {
        if (!elsewhere) {
            return;
        }
        FaultList faults = new FaultList();
        for (Entry entry : changes.changed()) {
            refuse(entry, faults);
        }
        for (String id : changes.removed()) {
            now.entry(id).ifPresent(entry -> refuse(entry, faults));
        }
        faults.throwIfAny();
    }

    private static void refuse(Entry entry, FaultList faults) {
        if (entry instanceof PluginBinding bound && bound.binding().scope() == Scope.GLOBAL) {
            Binding binding = bound.binding();
            faults.conflict(
                    EntryJson.place(binding.scope(), binding.target()) + '/' + JsonFields.escape(bound.plugin()),
                    "The plugin " + bound.plugin() + " would be bound to all requests otherwise than now (expected: no"
                            + " change of such bindings, which this gateway pulls; setting: pullSource)");
        }
    }
}
