package io.turnpike.gateway.pull;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.pull.PulledPlugins.PulledPlugin;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.PluginJson;
import io.turnpike.gateway.schema.StrictJson;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whether rules can be put into force, by the same measure as those that are pushed. Safe for use by several threads at once. */
final class RuleCheck {

    private static final Binding GLOBAL = new Binding(Scope.GLOBAL, "");

    private final PluginCheck check;

    RuleCheck(PluginCheck check) {
        this.check = check;
    }

    /**
     * The plugin with its rules.
     *
     * @throws PullException if there is no such plugin, it is not asked in this phase, or it does not take the rules; the message shows no
     *     user and password of a URL in them
     */
    PulledPlugin checked(PulledModule module, byte[] rules) throws PullException {
        requirePhase(module);
        JsonValue json;
        try {
            json = StrictJson.read(rules, module.path());
        } catch (GatewayException e) {
            throw new PullException(e.detail());
        }
        List<Fault> faults = check.faults(module.name(), json, GLOBAL);
        if (!faults.isEmpty()) {
            Fault first = faults.get(0);
            throw new PullException(module.path()
                    + (first.pointer().isEmpty() ? "" : " at " + first.pointer()) + ": "
                    + LogText.withoutUser(first.detail())
                    + (faults.size() == 1 ? "" : " (the first of " + faults.size() + " faults)"));
        }
        return new PulledPlugin(module, new String(rules, StandardCharsets.UTF_8), PluginJson.configuration(json));
    }

    /** @throws PullException if there is no such plugin, or it is not asked in this phase */
    void requirePhase(PulledModule module) throws PullException {
        String place = VersionFile.NAME + " at /modules/" + module.phase() + '/' + module.name() + ": ";
        Plugin plugin = check.catalogue()
                .plugin(module.name())
                .orElseThrow(() -> new PullException(place + check.missing(module.name())));
        if (Phase.of(module.phase()).filter(plugin.phases()::contains).isEmpty()) {
            throw new PullException(
                    place + "the phase is " + module.phase() + " (expected: " + Phase.anyOf(plugin.phases()) + ")");
        }
    }
}
