package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.PluginJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The plugins of services and of all requests, and the consumers, that there are to be after a change of the whole configuration. What is
 * there as it is to be stays, also where nobody could bind it so today; everything else is checked as if somebody made it now. For one
 * thread.
 */
final class RequestedEntries {

    private final RegistrationState now;
    private final PluginCheck check;
    private final Function<String, String> keys;
    private final FaultList faults;
    private final Map<String, Entry> wanted = new TreeMap<>();

    /**
     * @param keys gives the key of a consumer that is new and brings none, by its name
     * @param faults gets every fault
     */
    RequestedEntries(RegistrationState now, PluginCheck check, Function<String, String> keys, FaultList faults) {
        this.now = now;
        this.check = check;
        this.keys = keys;
        this.faults = faults;
    }

    /**
     * Those of a request, in the form that {@link EntryJson} writes. Without {@code Plugins} no plugin is bound, and without {@code
     * Consumers} there is none: what there is none of is left out of a configuration that is shown.
     *
     * @param body anything but an object has been told of before
     */
    EntryChanges requested(JsonValue body) {
        if (body instanceof JsonObject object) {
            member(object, EntryJson.PLUGINS)
                    .flatMap(plugins -> JsonFields.only(
                            plugins, '/' + EntryJson.PLUGINS, List.of(EntryJson.GLOBAL, EntryJson.SERVICES), faults))
                    .ifPresent(this::readPlugins);
            member(object, EntryJson.CONSUMERS)
                    .flatMap(consumers -> JsonFields.of(consumers, '/' + EntryJson.CONSUMERS, Set.of(), faults))
                    .ifPresent(
                            fields -> object.getJsonObject(EntryJson.CONSUMERS).forEach(this::readConsumer));
        }
        return changes();
    }

    /** Those of an earlier revision. A consumer that is there keeps the keys that it has, and one that is not gets a new one. */
    EntryChanges restored(Collection<Entry> former) {
        for (Entry entry : former) {
            if (entry instanceof PluginBinding bound) {
                want(bound);
            } else if (entry instanceof Consumer consumer) {
                want(now.entries().consumer(consumer.name()).orElseGet(() -> withNewKey(consumer.name())));
            }
        }
        return changes();
    }

    private static Optional<JsonValue> member(JsonObject object, String key) {
        return Optional.ofNullable(object.get(key)).filter(value -> value.getValueType() != JsonValue.ValueType.NULL);
    }

    private void readPlugins(JsonFields plugins) {
        bind(new Binding(Scope.GLOBAL, ""), plugins.members(EntryJson.GLOBAL));
        plugins.members(EntryJson.SERVICES).forEach((service, bound) -> {
            String pointer = EntryJson.place(Scope.SERVICE, service);
            Names.faultOf("ServiceName", service).ifPresent(fault -> faults.meaning(pointer, fault));
            if (bound instanceof JsonObject members) {
                bind(new Binding(Scope.SERVICE, service), members);
            } else {
                faults.shape(
                        pointer,
                        JsonFields.shortened(service) + " is " + JsonFields.kind(bound)
                                + " (expected: an object, configurations by the names of plugins)");
            }
        });
    }

    private void bind(Binding binding, JsonObject plugins) {
        plugins.forEach((name, configuration) ->
                want(new PluginBinding(binding, name, PluginJson.configuration(configuration))));
    }

    private void want(PluginBinding bound) {
        wanted.put(bound.id(), bound);
        if (!isThere(bound)) {
            Binding binding = bound.binding();
            faults.addAll(
                    EntryJson.place(binding.scope(), binding.target()) + '/' + JsonFields.escape(bound.plugin()),
                    check.faults(bound.plugin(), PluginJson.json(bound.configuration()), binding));
        }
    }

    private void want(Consumer consumer) {
        wanted.put(consumer.id(), consumer);
    }

    private void readConsumer(String name, JsonValue value) {
        String pointer = pointer(name);
        ConsumerReader reader = new ConsumerReader(faults);
        reader.requireName(name, pointer);
        JsonFields.only(value, pointer, List.of(ConsumerReader.KEYS), faults)
                .ifPresent(fields -> want(reader.keyHashes(fields)
                        .map(hashes -> new Consumer(name, List.copyOf(hashes)))
                        .or(() -> now.entries().consumer(name))
                        .orElseGet(() -> withNewKey(name))));
    }

    private Consumer withNewKey(String name) {
        return new Consumer(name, List.of(ApiKeys.hash(keys.apply(name))));
    }

    private static String pointer(String consumer) {
        return '/' + EntryJson.CONSUMERS + '/' + JsonFields.escape(consumer);
    }

    private boolean isThere(Entry entry) {
        return now.entries().entry(entry.id()).filter(entry::equals).isPresent();
    }

    private EntryChanges changes() {
        new ConsumerReader(faults)
                .requireOwnKeys(wanted.values(), consumer -> pointer(consumer.name()) + '/' + ConsumerReader.KEYS);
        return new EntryChanges(
                wanted.values().stream().filter(entry -> !isThere(entry)).toList(),
                now.entries().all().stream()
                        .map(Entry::id)
                        .filter(id -> !wanted.containsKey(id))
                        .toList());
    }
}
