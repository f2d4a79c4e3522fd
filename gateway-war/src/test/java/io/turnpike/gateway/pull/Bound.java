package io.turnpike.gateway.pull;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Remembers what was put into force, and is busy or fails when it is told to. */
final class Bound implements Target {

    final List<Map<String, PluginConfiguration>> all = Collections.synchronizedList(new ArrayList<>());
    volatile boolean busy;
    volatile boolean busyOnce;
    volatile boolean fails;

    @Override
    public boolean bind(Map<String, PluginConfiguration> configurations) {
        if (fails) {
            throw new IllegalStateException("meant");
        }
        if (busyOnce) {
            busyOnce = false;
            return false;
        }
        if (!busy) {
            all.add(Map.copyOf(configurations));
        }
        return !busy;
    }

    Map<String, PluginConfiguration> last() {
        return all.get(all.size() - 1);
    }
}
