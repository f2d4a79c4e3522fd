package io.turnpike.gateway.pull;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Plugins with the rules that were pulled for them, by their names; checked. Immutable. */
final class PulledPlugins {

    private final SortedMap<String, PulledPlugin> byName;

    /**
     * One of them.
     *
     * @param rules the text of its file
     * @param configuration what the text says
     */
    record PulledPlugin(PulledModule module, String rules, PluginConfiguration configuration) {}

    /** @param plugins each name once */
    PulledPlugins(Collection<PulledPlugin> plugins) {
        SortedMap<String, PulledPlugin> map = new TreeMap<>();
        plugins.forEach(plugin -> map.put(plugin.module().name(), plugin));
        this.byName = Collections.unmodifiableSortedMap(map);
    }

    Collection<PulledPlugin> all() {
        return byName.values();
    }

    Optional<PulledPlugin> plugin(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether both have the same versions of the same plugins. */
    boolean isOf(PulledPlugins other) {
        return modules().equals(other.modules());
    }

    List<PulledModule> modules() {
        return byName.values().stream().map(PulledPlugin::module).toList();
    }

    /** What is bound to all requests. */
    Map<String, PluginConfiguration> configurations() {
        Map<String, PluginConfiguration> configurations = new TreeMap<>();
        byName.forEach((name, plugin) -> configurations.put(name, plugin.configuration()));
        return configurations;
    }
}
