package io.turnpike.gateway.plugin.ratelimiter;

import io.turnpike.gateway.plugin.PluginContext;
import java.util.HashMap;
import java.util.Map;

/**
 * The counters of each binding, which outlive the handlers: a new configuration of a binding goes on with what the former has counted. They
 * are kept as long as there is a handler of the binding. Safe for use by several threads at once.
 */
final class CounterStore {

    private final Map<PluginContext.Binding, Shared> byBinding = new HashMap<>();

    /** The counters of a binding, for one more handler. */
    synchronized MinuteCounters open(PluginContext context) {
        Shared shared =
                byBinding.computeIfAbsent(context.binding(), binding -> new Shared(new MinuteCounters(context.time())));
        shared.handlers++;
        return shared.counters;
    }

    /** A handler does not use them any more. */
    synchronized void close(PluginContext.Binding binding) {
        Shared shared = byBinding.get(binding);
        if (shared != null && --shared.handlers == 0) {
            byBinding.remove(binding);
        }
    }

    synchronized int size() {
        return byBinding.size();
    }

    private static final class Shared {
        private final MinuteCounters counters;
        private int handlers;

        private Shared(MinuteCounters counters) {
            this.counters = counters;
        }
    }
}
