package io.turnpike.gateway.plugin.trafficsplit;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.HttpText;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.NodeTarget;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.RequestConditions;
import io.turnpike.gateway.routing.rule.ValueSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the rules of {@code traffic-split}. For one configuration. */
final class SplitReader {

    private static final List<String> SOURCES =
            Arrays.stream(ValueSource.values()).map(ValueSource::key).toList();

    private final FaultList faults = new FaultList();
    private final PluginContext context;

    private SplitReader(PluginContext context) {
        this.context = context;
    }

    /** @throws InvalidConfigurationException with every fault of the rules */
    static List<SplitRule> read(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        SplitReader reader = new SplitReader(context);
        List<SplitRule> rules = new ArrayList<>();
        List<PluginConfiguration> elements = configuration.elements("Rules");
        for (int i = 0; i < elements.size(); i++) {
            String at = "/Rules/" + i;
            RequestConditions conditions = reader.conditions(at, elements.get(i).elements("Conditions"));
            StickyKey sticky = reader.sticky(at + "/Sticky", elements.get(i).at("Sticky"));
            List<Choice> choices =
                    reader.choices(at + "/Choices", elements.get(i).elements("Choices"));
            if (!choices.isEmpty()) {
                rules.add(new SplitRule(conditions, sticky, choices));
            }
        }
        reader.faults.throwIfAny();
        return List.copyOf(rules);
    }

    private RequestConditions conditions(String at, List<PluginConfiguration> elements) {
        List<ConditionDefinition> definitions = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            condition(at + "/Conditions/" + i, elements.get(i)).ifPresent(definitions::add);
        }
        List<Fault> ofConditions = new ArrayList<>();
        RequestConditions conditions = RequestConditions.compile(definitions, ofConditions);
        // One that cannot be read would shift the numbers of those behind it.
        if (definitions.size() == elements.size()) {
            ofConditions.forEach(fault -> faults.add(at + fault.pointer(), fault.detail()));
        }
        return conditions;
    }

    private Optional<ConditionDefinition> condition(String at, PluginConfiguration condition) {
        List<ValueSource> sources = Arrays.stream(ValueSource.values())
                .filter(source -> condition.has(source.key()))
                .toList();
        Optional<Operator> operator = condition.text("Operator").flatMap(Operator::of);
        if (sources.size() != 1 || operator.isEmpty()) {
            faults.add(
                    at,
                    "The condition needs one of " + String.join(", ", SOURCES) + " and an Operator (expected: such as"
                            + " {\"Header\": \"X-Env\", \"Operator\": \"equals\", \"Value\": \"canary\"})");
            return Optional.empty();
        }
        boolean list = operator.get().most() > 1;
        if (condition.has(list ? "Value" : "Values")) {
            faults.add(
                    at,
                    operator.get().key() + " has " + (list ? "Value" : "Values") + " (expected: "
                            + (list ? "Values" : operator.get().most() == 0 ? "neither Value nor Values" : "Value")
                            + ")");
            return Optional.empty();
        }
        List<String> values = list
                ? condition.texts("Values")
                : condition
                        .text("Value")
                        .or(() -> condition.number("Value").map(BigDecimal::toPlainString))
                        .map(List::of)
                        .orElse(List.of());
        ValueSource source = sources.get(0);
        return Optional.of(
                new ConditionDefinition(source, condition.text(source.key()).orElse(""), operator.get(), values));
    }

    private StickyKey sticky(String at, PluginConfiguration sticky) {
        List<String> keys = sticky.keys();
        if (keys.size() > 1) {
            faults.add(at, "Sticky has " + String.join(" and ", keys) + " (expected: one of Header, Cookie, Client)");
        }
        if (sticky.flag("Client", false)) {
            return new StickyKey(StickyKey.Kind.CLIENT, "");
        }
        for (String key : List.of("Header", "Cookie")) {
            Optional<String> name = sticky.text(key);
            if (name.isPresent()) {
                if (!HttpText.isToken(name.get())) {
                    faults.add(
                            at + "/" + key,
                            key + ": " + FaultList.quoted(name.get()) + " (expected: a name of letters, digits and"
                                    + " !#$%&'*+-.^_`|~)");
                }
                return new StickyKey(key.equals("Header") ? StickyKey.Kind.HEADER : StickyKey.Kind.COOKIE, name.get());
            }
        }
        return StickyKey.NONE;
    }

    /** Those that get anything: a weight of 0 is checked, and takes no request. */
    private List<Choice> choices(String at, List<PluginConfiguration> elements) {
        List<Choice> choices = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        boolean usable = true;
        for (int i = 0; i < elements.size(); i++) {
            PluginConfiguration element = elements.get(i);
            String atChoice = at + "/" + i;
            Endpoint endpoint = null;
            String id = "";
            NodeTarget target = NodeTarget.of(atChoice, element, faults);
            if (target != null) {
                id = target.id();
                endpoint = target.open(atChoice, faults, context);
                usable &= endpoint != null;
            } else if (element.has("Tls")) {
                faults.add(atChoice + "/Tls", "Tls: it is the route that says so (expected: Tls with Address only)");
            }
            if (!ids.add(id)) {
                faults.add(
                        atChoice,
                        (id.isEmpty() ? "The route's own upstream" : id) + " is there twice (expected: each once)");
            }
            int weight = (int) element.number("Weight", 1);
            if (weight > 0) {
                choices.add(new Choice(id, endpoint, weight));
            }
        }
        if (choices.isEmpty()) {
            faults.add(at, "Choices: none has a weight (expected: one at least with more than 0)");
        }
        return usable ? choices : List.of();
    }
}
