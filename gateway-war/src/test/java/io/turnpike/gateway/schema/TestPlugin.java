package io.turnpike.gateway.schema;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A plugin with a schema of the test's. It takes rules: an element {@code {"refuse": "why"}} it refuses, one with {@code "fail"} makes it fail. */
public final class TestPlugin implements Plugin {

    /** Rules: objects with a text {@code api}, and {@code refuse}, {@code fail}, {@code endpoint}. */
    public static final String RULES = """
            {"type": "array", "maxItems": 5, "items": {"type": "object", "required": ["api"], "additionalProperties": false,
             "properties": {"api": {"type": "string", "minLength": 1}, "refuse": {"type": "string"}, "fail": {"type": "boolean"},
             "endpoint": {"type": "string"}}}}
            """;

    /** What has become of its handlers: {@code configured <scope> <target>} and {@code closed}. */
    public final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private final String name;
    private final String schema;
    private final Set<Phase> phases;

    public TestPlugin(String name, String schema, Phase... phases) {
        this.name = name;
        this.schema = schema;
        this.phases = Set.of(phases);
    }

    /** {@code cors} in the phase header filter, which takes rules as well, and {@code access} in the phase access. */
    public static PluginCatalogue catalogue() {
        return catalogue(
                new TestPlugin("cors", RULES, Phase.HEADER_FILTER), new TestPlugin("access", RULES, Phase.ACCESS));
    }

    public static PluginCatalogue catalogue(Plugin... plugins) {
        return new PluginCatalogue(List.of(plugins), Set.of(), oddity -> {
            throw new AssertionError(oddity);
        });
    }

    /** Checks by these plugins. */
    public static PluginCheck check(Plugin... plugins) {
        return new PluginCheck(catalogue(plugins), new PluginQuestions());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Set<Phase> phases() {
        return phases;
    }

    @Override
    public String schema() {
        return schema;
    }

    @Override
    public String version() {
        return "1.2";
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        events.add("configured " + context.binding().scope() + ' '
                + context.binding().target());
        List<PluginConfiguration> rules = configuration.elements();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).text("refuse").isPresent()) {
                throw new InvalidConfigurationException(
                        "/" + i + "/refuse", rules.get(i).text("refuse").get());
            }
            if (rules.get(i).flag("fail", false)) {
                throw new IllegalStateException("meant");
            }
            if (rules.get(i).text("endpoint").isPresent()) {
                context.open(rules.get(i).text("endpoint").get());
            }
        }
        return new PluginHandler() {
            @Override
            public void close() {
                events.add("closed");
            }
        };
    }
}
