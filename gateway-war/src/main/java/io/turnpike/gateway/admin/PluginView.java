package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.persistence.StoredEntry;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.pull.PulledModule;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.schema.PluginJson;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.TreeMap;

/** What is shown of plugins: which are installed, and where they are bound. Stateless but for what is installed. */
final class PluginView {

    private final PluginCatalogue catalogue;
    private final PullView pull;

    PluginView(PluginCatalogue catalogue, PullView pull) {
        this.catalogue = catalogue;
        this.pull = pull;
    }

    /**
     * The installed plugins, in the order in which they are asked: {@code Name}, {@code Version} of the software, {@code Priority}, {@code
     * Phases}, {@code Enabled}, {@code Schema}, {@code Bound} (see {@link #modules}).
     */
    JsonArray installed(RegistrationState state) {
        Map<String, JsonArrayBuilder> bound = bound(state);
        JsonArrayBuilder plugins = Json.createArrayBuilder();
        catalogue.all().forEach(plugin -> plugins.add(installed(plugin, bound)));
        return plugins.build();
    }

    /** One of them. */
    JsonObjectBuilder installed(Plugin plugin, RegistrationState state) {
        return installed(plugin, bound(state));
    }

    private JsonObjectBuilder installed(Plugin plugin, Map<String, JsonArrayBuilder> bound) {
        JsonArrayBuilder none = Json.createArrayBuilder();
        return Json.createObjectBuilder()
                .add("Name", plugin.name())
                .add("Version", plugin.version())
                .add("Priority", plugin.priority())
                .add("Phases", phases(plugin))
                .add("Enabled", catalogue.isEnabled(plugin.name()))
                .add("Schema", schema(plugin))
                .add("Bound", bound.getOrDefault(plugin.name(), none));
    }

    private static JsonArrayBuilder phases(Plugin plugin) {
        return RouteJson.texts(
                plugin.phases().stream().sorted().map(Phase::word).toList());
    }

    private static JsonValue schema(Plugin plugin) {
        try {
            return PluginJson.value(plugin.schema());
        } catch (IllegalArgumentException e) {
            return Json.createValue(plugin.schema());
        }
    }

    /**
     * The plugins that are bound, by their names: {@code Name}, {@code State} ({@code active}, {@code disabled} on this node, {@code missing} on
     * this node), {@code Phases}, {@code Bound}, in which each has {@code To} ({@code global}, {@code service} with {@code ServiceName}, or
     * {@code routes} with their number) and, but for routes, {@code Version}: the revision that made it what it is. {@code Off} says that it is
     * null, which switches the plugin off there. What was pulled has {@code Pulled} and the version of the source, a text; what the store
     * itself binds to all requests is not bound then, and not shown.
     */
    JsonArray modules(RegistrationState state) {
        JsonArrayBuilder modules = Json.createArrayBuilder();
        bound(state).forEach((name, bound) -> {
            JsonObjectBuilder json = Json.createObjectBuilder().add("Name", name);
            catalogue
                    .plugin(name)
                    .ifPresentOrElse(
                            plugin -> json.add("State", catalogue.isEnabled(name) ? "active" : "disabled")
                                    .add("Phases", phases(plugin)),
                            () -> json.add("State", "missing"));
            modules.add(json.add("Bound", bound));
        });
        return modules.build();
    }

    private Map<String, JsonArrayBuilder> bound(RegistrationState state) {
        Map<String, JsonArrayBuilder> bound = new TreeMap<>();
        boolean replaced = pull.replacesStored();
        for (PulledModule module : pull.modules()) {
            of(bound, module.name())
                    .add(Json.createObjectBuilder()
                            .add("To", "global")
                            .add("Pulled", true)
                            .add("Version", module.version()));
        }
        for (StoredEntry stored : state.entries().stored()) {
            if (stored.entry() instanceof PluginBinding binding
                    && !(replaced && binding.binding().scope() == Scope.GLOBAL)) {
                of(bound, binding.plugin()).add(bound(binding, stored.revision()));
            }
        }
        Map<String, Integer> routes = new TreeMap<>();
        Map<String, Integer> off = new TreeMap<>();
        for (CheckedRoute route : state.routes().inOrder()) {
            route.definition()
                    .plugins()
                    .forEach((name, configuration) ->
                            (configuration.isNull() ? off : routes).merge(name, 1, Integer::sum));
        }
        routes.forEach((name, count) -> of(bound, name).add(routes(count)));
        off.forEach((name, count) -> of(bound, name).add(routes(count).add("Off", true)));
        return bound;
    }

    private static JsonObjectBuilder routes(int count) {
        return Json.createObjectBuilder().add("To", "routes").add("Routes", count);
    }

    private static JsonArrayBuilder of(Map<String, JsonArrayBuilder> bound, String name) {
        return bound.computeIfAbsent(name, each -> Json.createArrayBuilder());
    }

    private static JsonObjectBuilder bound(PluginBinding binding, long revision) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (binding.binding().scope() == Scope.GLOBAL) {
            json.add("To", "global");
        } else {
            json.add("To", "service").add("ServiceName", binding.binding().target());
        }
        if (binding.configuration().isNull()) {
            json.add("Off", true);
        }
        return json.add("Version", revision);
    }

    /** What somebody who has bound a plugin may want to know, in sentences: {@code Message} of each. */
    JsonArray warnings(Binding binding, String name, RegistrationState state) {
        JsonArrayBuilder warnings = Json.createArrayBuilder();
        if (!catalogue.isEnabled(name)) {
            warnings.add(message("The plugin " + name + " is disabled on this node, and is not asked here (setting:"
                    + " disabledPlugins)"));
        }
        if (binding.scope() == Scope.SERVICE && state.service(binding.target()).isEmpty()) {
            warnings.add(message(
                    "There is no service " + binding.target() + " now; the plugin is asked as soon as there is one"));
        }
        return warnings.build();
    }

    private static JsonObjectBuilder message(String text) {
        return Json.createObjectBuilder().add("Message", text);
    }
}
