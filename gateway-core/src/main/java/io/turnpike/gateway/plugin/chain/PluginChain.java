package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Phase;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plugins of some requests, in the order in which they are asked. Immutable. */
final class PluginChain {

    private static final Comparator<BoundPlugin> ORDER =
            Comparator.comparing(BoundPlugin::plugin, PluginCatalogue.ORDER);

    private final Map<Phase, List<BoundPlugin>> byPhase = new EnumMap<>(Phase.class);
    private final @Nullable GatewayException broken;

    /** @param broken what all requests are answered with, because a plugin that they are to pass cannot be asked; null if all can */
    PluginChain(List<BoundPlugin> plugins, @Nullable GatewayException broken) {
        this.broken = broken;
        List<BoundPlugin> sorted = plugins.stream().sorted(ORDER).toList();
        for (Phase phase : Phase.values()) {
            byPhase.put(phase, sorted.stream().filter(each -> each.has(phase)).toList());
        }
    }

    /** Whether there is nothing to do for any request. */
    boolean isEmpty() {
        return broken == null && byPhase.values().stream().allMatch(List::isEmpty);
    }

    /** Those that have something to do in a phase. */
    List<BoundPlugin> in(Phase phase) {
        return byPhase.getOrDefault(phase, List.of());
    }

    /** See the constructor. */
    @Nullable
    GatewayException broken() {
        return broken;
    }
}
