package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Entries as JSON, in the form that {@link RequestedEntries} reads; what there is none of is left out. Of a consumer's keys nothing is shown.
 *
 * <pre>{@code
 * "Plugins": { "Global": { "cors": { ... } }, "Services": { "Orders": { "access": [ ... ] } } },
 * "Consumers": { "alice": {} }
 * }</pre>
 */
final class EntryJson {

    static final String PLUGINS = "Plugins";
    static final String GLOBAL = "Global";
    static final String SERVICES = "Services";
    static final String CONSUMERS = "Consumers";

    private EntryJson() {}

    /** Adds them to a configuration. */
    static void addTo(JsonObjectBuilder configuration, Collection<Entry> entries) {
        Map<String, Map<String, PluginConfiguration>> plugins = plugins(entries);
        if (!plugins.isEmpty()) {
            JsonObjectBuilder json = Json.createObjectBuilder();
            JsonObjectBuilder services = Json.createObjectBuilder();
            plugins.forEach((place, bound) -> {
                if (place.equals(place(Scope.GLOBAL, ""))) {
                    json.add(GLOBAL, RouteJson.plugins(bound));
                } else {
                    services.add(Pointers.last(place), RouteJson.plugins(bound));
                }
            });
            if (plugins.keySet().stream().anyMatch(place -> !place.equals(place(Scope.GLOBAL, "")))) {
                json.add(SERVICES, services);
            }
            configuration.add(PLUGINS, json);
        }
        Map<String, Consumer> consumers = consumers(entries);
        if (!consumers.isEmpty()) {
            JsonObjectBuilder json = Json.createObjectBuilder();
            consumers.keySet().forEach(name -> json.add(name, JsonValue.EMPTY_JSON_OBJECT));
            configuration.add(CONSUMERS, json);
        }
    }

    /** Where bindings stand in a configuration: the pointer of the object that has their plugins. */
    static String place(Scope scope, String target) {
        return '/' + PLUGINS + '/' + (scope == Scope.GLOBAL ? GLOBAL : SERVICES + '/' + JsonFields.escape(target));
    }

    /** Configurations by the plugins' names, by their places. */
    static NavigableMap<String, Map<String, PluginConfiguration>> plugins(Collection<Entry> entries) {
        NavigableMap<String, Map<String, PluginConfiguration>> plugins = new TreeMap<>();
        for (Entry entry : entries) {
            if (entry instanceof PluginBinding bound) {
                String place = place(bound.binding().scope(), bound.binding().target());
                plugins.computeIfAbsent(place, each -> new TreeMap<>()).put(bound.plugin(), bound.configuration());
            }
        }
        return plugins;
    }

    /** Consumers by their names. */
    static NavigableMap<String, Consumer> consumers(Collection<Entry> entries) {
        NavigableMap<String, Consumer> consumers = new TreeMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Consumer consumer) {
                consumers.put(consumer.name(), consumer);
            }
        }
        return consumers;
    }
}
