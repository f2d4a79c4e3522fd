package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.persistence.StoredEntry;
import io.turnpike.gateway.plugin.Consumers;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The entries at one revision, in the order of their ids: plugins that are bound to services and to all requests, and consumers. Immutable. */
final class EntryList {

    static final EntryList NONE = new EntryList(new TreeMap<>());

    private final NavigableMap<String, StoredEntry> byId;
    private final PluginBindings bindings;

    private EntryList(NavigableMap<String, StoredEntry> byId) {
        this.byId = Collections.unmodifiableNavigableMap(byId);
        Map<String, PluginConfiguration> global = new HashMap<>();
        Map<String, Map<String, PluginConfiguration>> services = new HashMap<>();
        for (PluginBinding each : pluginBindings()) {
            Map<String, PluginConfiguration> of = each.binding().scope() == Scope.GLOBAL
                    ? global
                    : services.computeIfAbsent(each.binding().target(), name -> new HashMap<>());
            of.put(each.plugin(), each.configuration());
        }
        Map<String, List<String>> keyHashes = new HashMap<>();
        consumers().forEach(consumer -> keyHashes.put(consumer.name(), List.copyOf(consumer.keyHashes())));
        this.bindings = new PluginBindings(global, services, Consumers.of(keyHashes));
    }

    /** @param entries each id once, or the last one counts */
    static EntryList of(Collection<StoredEntry> entries) {
        NavigableMap<String, StoredEntry> byId = new TreeMap<>();
        entries.forEach(each -> byId.put(each.entry().id(), each));
        return new EntryList(byId);
    }

    /**
     * The entries once some are replaced or added, and others are gone.
     *
     * @param revision the number of the revision by which they are
     */
    EntryList with(EntryChanges changes, long revision) {
        if (changes.isEmpty()) {
            return this;
        }
        NavigableMap<String, StoredEntry> next = new TreeMap<>(byId);
        changes.changed().forEach(entry -> next.put(entry.id(), new StoredEntry(entry, revision)));
        changes.removed().forEach(next::remove);
        return new EntryList(next);
    }

    /** Whether a change would leave them as they are. */
    boolean has(EntryChanges changes) {
        return changes.removed().stream().noneMatch(byId::containsKey)
                && changes.changed().stream()
                        .allMatch(
                                entry -> entry(entry.id()).filter(entry::equals).isPresent());
    }

    /** With the revisions that made them what they are. */
    Collection<StoredEntry> stored() {
        return byId.values();
    }

    Optional<StoredEntry> stored(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<Entry> all() {
        return byId.values().stream().map(StoredEntry::entry).toList();
    }

    Optional<Entry> entry(String id) {
        return stored(id).map(StoredEntry::entry);
    }

    /** For the plugins' chains. */
    PluginBindings bindings() {
        return bindings;
    }

    List<PluginBinding> pluginBindings() {
        return of(PluginBinding.class);
    }

    List<Consumer> consumers() {
        return of(Consumer.class);
    }

    Optional<Consumer> consumer(String name) {
        return entry(Consumer.id(name)).map(Consumer.class::cast);
    }

    private <T extends Entry> List<T> of(Class<T> type) {
        return byId.values().stream()
                .map(StoredEntry::entry)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
