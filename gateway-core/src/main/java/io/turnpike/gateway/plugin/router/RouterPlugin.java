package io.turnpike.gateway.plugin.router;

import io.turnpike.gateway.plugin.Endpoint;
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
import io.turnpike.gateway.routing.rule.LinearRegex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code router}: sends requests elsewhere, see {@code docs/plugins-builtin.md}. */
public final class RouterPlugin extends BuiltInPlugin {

    public RouterPlugin() {
        super("router", 4000, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        Reader reader = new Reader(context);
        List<PluginConfiguration> rules = reader.faults.rules(configuration);
        for (int i = 0; i < rules.size(); i++) {
            reader.rule(i, rules.get(i));
        }
        reader.faults.throwIfAny();
        Map<String, List<RouterHandler.Expression>> expressions = new HashMap<>();
        reader.expressions.forEach((api, ofApi) -> expressions.put(api, List.copyOf(ofApi)));
        return new RouterHandler(reader.values.build(), Map.copyOf(expressions));
    }

    /** Reads rules one by one. */
    private static final class Reader {
        private final FaultList faults = new FaultList();
        private final PluginContext context;
        private final RuleTable.Builder<RouterHandler.Way> values = new RuleTable.Builder<>();
        private final Map<String, List<RouterHandler.Expression>> expressions = new HashMap<>();

        private Reader(PluginContext context) {
            this.context = context;
        }

        private void rule(int index, PluginConfiguration rule) {
            String at = "/" + index;
            String api = faults.read(at + "/api", rule.text("api").orElse(""), ApiPath::ofRule);
            RuleSubject subject = RuleSubject.of(
                    rule.text("type").orElse(""), rule.text("key").orElse(""));
            Endpoint endpoint =
                    faults.openPlain(at + "/endpoint", rule.text("endpoint").orElse(""), context);
            if (rule.has("value") == rule.has("value_matches")) {
                faults.add(
                        at,
                        "The rule has " + (rule.has("value") ? "both value and" : "neither value nor")
                                + " value_matches (expected: one of them)");
            } else if (rule.has("value")) {
                String value = faults.read(at + "/value", rule.text("value").orElse(""), subject::value);
                if (api != null && value != null && endpoint != null) {
                    value(at, api, subject, value, new RouterHandler.Way(index, endpoint));
                }
            } else {
                LinearRegex regex = faults.read(
                        at + "/value_matches", rule.text("value_matches").orElse(""), LinearRegex::of);
                if (api != null && regex != null && endpoint != null) {
                    expressions
                            .computeIfAbsent(api, path -> new ArrayList<>())
                            .add(new RouterHandler.Expression(subject, regex, endpoint));
                }
            }
        }

        private void value(String at, String api, RuleSubject subject, String value, RouterHandler.Way way) {
            RouterHandler.Way former = values.add(api, subject, value, way);
            if (former != null && !former.endpoint().equals(way.endpoint())) {
                faults.add(
                        at,
                        "The rule /" + former.index() + " sends " + subject + ' ' + FaultList.quoted(value) + " of "
                                + api + " to " + former.endpoint().name() + " already (expected: one rule for it)");
            }
        }
    }
}
