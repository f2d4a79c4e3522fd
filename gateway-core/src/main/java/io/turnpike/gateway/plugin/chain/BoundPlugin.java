package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A plugin with one configuration at one binding; held by the snapshots that ask it. Safe for use by several threads at once. */
final class BoundPlugin {

    private static final System.Logger LOGGER = System.getLogger(BoundPlugin.class.getName());

    private final KnownPlugin plugin;
    private final Key key;
    private final PluginHandler handler;
    private final PluginThreads threads;
    private final boolean isInline;
    private final Set<Phase> phases;
    private final Runnable close;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    /**
     * What two snapshots must agree on to ask the same handler.
     *
     * @param name the plugin's
     */
    record Key(String name, Binding binding, PluginConfiguration configuration) {

        /** For people. */
        @Override
        public String toString() {
            return name + ", bound to " + binding;
        }
    }

    /** @param close is run when nobody holds it any more */
    BoundPlugin(KnownPlugin plugin, Key key, PluginHandler handler, PluginThreads threads, Runnable close) {
        this.plugin = plugin;
        this.key = key;
        this.handler = handler;
        this.threads = threads;
        this.isInline = plugin.neverBlocks();
        this.phases = plugin.phases();
        this.close = close;
    }

    String name() {
        return key.name();
    }

    Key key() {
        return key;
    }

    KnownPlugin plugin() {
        return plugin;
    }

    PluginHandler handler() {
        return handler;
    }

    PluginThreads threads() {
        return threads;
    }

    /** Whether it may be asked on any thread. */
    boolean isInline() {
        return isInline;
    }

    boolean has(Phase phase) {
        return phases.contains(phase);
    }

    /** One more holds it. */
    BoundPlugin retain() {
        holders.incrementAndGet();
        return this;
    }

    /** One less; the last one closes it. */
    void release() {
        if (holders.decrementAndGet() > 0) {
            return;
        }
        if (isInline) {
            close();
            return;
        }
        // Whoever comes last may be an I/O thread.
        var unused = threads.<Boolean>submit(() -> {
                    close();
                    return true;
                })
                .exceptionally(late -> {
                    close();
                    return true;
                });
    }

    private void close() {
        try {
            handler.close();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "The plugin " + key + " could not be closed", e);
        } finally {
            close.run();
        }
    }

    /** Says where it fails, the first time; what comes after is counted by the log of requests. */
    void tellFirst(String phase, Throwable cause) {
        if (hasFailed.compareAndSet(false, true)) {
            LOGGER.log(
                    Level.ERROR,
                    "The plugin " + key + ", has failed in the phase " + phase
                            + "; later failures are told without their place",
                    cause);
        }
    }
}
