package io.turnpike.gateway.plugin.access;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.ApiPath;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.RuleSubject;
import io.turnpike.gateway.plugin.common.RuleTable;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.List;

/** {@code access}: refuses requests by header, query parameter or client address, see {@code docs/plugins-builtin.md}. */
public final class AccessPlugin extends BuiltInPlugin {

    public AccessPlugin() {
        super("access", 7000, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        RuleTable.Builder<Access> table = new RuleTable.Builder<>();
        List<PluginConfiguration> rules = faults.rules(configuration);
        for (int i = 0; i < rules.size(); i++) {
            PluginConfiguration rule = rules.get(i);
            String api = faults.read("/" + i + "/api", rule.text("api").orElse(""), ApiPath::ofRule);
            RuleSubject subject = RuleSubject.of(
                    rule.text("type").orElse(""), rule.text("key").orElse(""));
            String value = faults.read("/" + i + "/value", rule.text("value").orElse(""), subject::value);
            Access access = rule.text("access").orElse("").equals("allow") ? Access.ALLOW : Access.DENY;
            if (api == null || value == null) {
                continue;
            }
            Access former = table.add(api, subject, value, access);
            if (former != null && former != access) {
                faults.add(
                        "/" + i,
                        "A rule before it says the contrary of the same value of " + subject + " (expected: one rule)");
            }
        }
        faults.throwIfAny();
        return new AccessHandler(table.build());
    }
}
