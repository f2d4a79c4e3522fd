package io.turnpike.gateway.schema;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.routing.NearestName;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks configurations of plugins as those who bind them write them: by the plugin's schema, and what fits it by trying to make a handler,
 * which is closed again. Schemas are parsed when they are first needed, and once. Safe for use by several threads at once.
 */
public final class PluginCheck {

    private static final System.Logger LOGGER = System.getLogger(PluginCheck.class.getName());

    /** Numbers beyond {@code 1e±}this are refused: to compute with them takes more than they are worth. */
    private static final int MOST_ZEROS = 1_000;

    private final PluginCatalogue catalogue;
    private final PluginQuestions questions;
    private final Map<Plugin, PluginSchema> schemas;

    /** Names of plugins that have not answered; null if each one is tried every time. */
    private final @Nullable Set<String> silent;

    /** @param questions by which the plugins are tried */
    public PluginCheck(PluginCatalogue catalogue, PluginQuestions questions) {
        this(catalogue, questions, new ConcurrentHashMap<>(), null);
    }

    private PluginCheck(
            PluginCatalogue catalogue,
            PluginQuestions questions,
            Map<Plugin, PluginSchema> schemas,
            @Nullable Set<String> silent) {
        this.catalogue = catalogue;
        this.questions = questions;
        this.schemas = schemas;
        this.silent = silent;
    }

    /** The same for one change: a plugin that does not answer is not tried again, however many of its bindings the change has. */
    public PluginCheck ofOneChange() {
        return new PluginCheck(catalogue, questions, schemas, ConcurrentHashMap.newKeySet());
    }

    /**
     * Parses a plugin's schema.
     *
     * @throws IllegalArgumentException if nothing can be checked by it; the message says why
     */
    public static void requireUsable(String schema) {
        PluginSchema unused = PluginSchema.of(schema);
    }

    /** The plugins that are installed. */
    public PluginCatalogue catalogue() {
        return catalogue;
    }

    /**
     * What is wrong with a configuration; none if it can be put into force. JSON's null switches an inherited plugin off, and so is no
     * configuration for all requests.
     *
     * @param name the plugin's; one that is not installed is a fault
     * @return faults with pointers into the configuration
     */
    public List<Fault> faults(String name, JsonValue configuration, Binding binding) {
        Plugin plugin = catalogue.plugin(name).orElse(null);
        if (plugin == null) {
            return List.of(Fault.at("", missing(name)));
        }
        if (configuration.getValueType() == JsonValue.ValueType.NULL) {
            return binding.scope() == Scope.GLOBAL
                    ? List.of(Fault.at(
                            "",
                            "The configuration for all requests is null (expected: what the plugin takes; null switches"
                                    + " it off for a service or a route)"))
                    : List.of();
        }
        List<Fault> faults = new ArrayList<>();
        requireComputable(configuration, "", faults);
        if (faults.isEmpty()) {
            faults.addAll(misfits(plugin, configuration));
        }
        return faults.isEmpty() ? tried(plugin, configuration, binding) : List.copyOf(faults);
    }

    /** What is wrong with a configuration by the plugin's schema alone. */
    public List<Fault> misfits(Plugin plugin, JsonValue configuration) {
        try {
            return schemas.computeIfAbsent(plugin, each -> PluginSchema.of(each.schema()))
                    .faults(configuration);
        } catch (IllegalArgumentException e) {
            return List.of(Fault.at(
                    "", "The plugin " + plugin.name() + " has a schema that cannot be used: " + e.getMessage()));
        }
    }

    /** That there is no plugin of a name, and which one may be meant. */
    public String missing(String name) {
        List<String> names = catalogue.all().stream().map(Plugin::name).toList();
        return "There is no plugin " + (name.length() <= 64 ? name : name.substring(0, 64) + "…")
                + NearestName.question(name, names);
    }

    private List<Fault> tried(Plugin plugin, JsonValue configuration, Binding binding) {
        String subject = "The plugin " + plugin.name();
        if (silent != null && silent.contains(plugin.name())) {
            return List.of(Fault.at(
                    "", subject + " is not tried with this configuration, for it has not answered for another one"));
        }
        try {
            boolean isTaken = questions.ask(plugin, () -> {
                try (PluginHandler handler =
                        plugin.configure(PluginJson.configuration(configuration), new TrialContext(binding))) {
                    return handler != null;
                }
            });
            return isTaken ? List.of() : List.of(Fault.at("", subject + " makes nothing of this configuration"));
        } catch (InvalidConfigurationException e) {
            return e.faults();
        } catch (TimeoutException e) {
            LOGGER.log(
                    Level.WARNING,
                    subject + ", tried with a configuration to be bound to " + LogText.oneLine(binding.toString())
                            + ", " + e.getMessage());
            if (silent != null) {
                silent.add(plugin.name());
            }
            return List.of(Fault.at("", subject + ", asked for this configuration, " + e.getMessage()));
        } catch (Exception | LinkageError | StackOverflowError e) {
            return List.of(Fault.at("", subject + " fails when it gets this configuration: " + e));
        }
    }

    private static void requireComputable(JsonValue value, String pointer, List<Fault> faults) {
        if (value instanceof JsonObject object) {
            object.forEach((key, member) -> requireComputable(
                    member, pointer + '/' + key.replace("~", "~0").replace("/", "~1"), faults));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                requireComputable(array.get(i), pointer + '/' + i, faults);
            }
        } else if (value instanceof JsonNumber number) {
            BigDecimal decimal = number.bigDecimalValue();
            if (Math.abs((long) decimal.precision() - decimal.scale()) > MOST_ZEROS) {
                faults.add(Fault.at(
                        pointer, "The number is beyond all bounds (expected: less than 1e" + MOST_ZEROS + ")"));
            }
        }
    }
}
