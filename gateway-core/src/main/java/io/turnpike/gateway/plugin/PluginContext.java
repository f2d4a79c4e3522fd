package io.turnpike.gateway.plugin;

import io.turnpike.gateway.routing.rule.HttpTarget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** What a {@link PluginHandler} may use. Safe for use by several threads at once. */
public interface PluginContext {

    /** What the configuration is bound to. */
    Binding binding();

    /**
     * Opens nodes to send requests to.
     *
     * @param address {@code host:port}
     * @throws InvalidConfigurationException if it is no address; the pointer is the empty text
     */
    Endpoint open(String address) throws InvalidConfigurationException;

    /**
     * The same with all that a route's {@code Http} may say but {@code Service} and {@code Path}.
     *
     * @throws InvalidConfigurationException with every fault; pointers begin where {@code Http} would stand
     */
    Endpoint open(HttpTarget target) throws InvalidConfigurationException;

    /** The time of day. */
    InstantSource time();

    /** As {@link System#nanoTime}. */
    LongSupplier nanoTime();

    /** Runs something after a while, on an I/O thread: it must not block. What is left when the handler is closed is never run. */
    void schedule(Runnable task, Duration delay);

    /**
     * Runs what may block, on a few threads that are the plugin's own.
     *
     * @return completes with the result, or with what the task threw; with a {@link java.util.concurrent.RejectedExecutionException} if too
     *     many wait already; with a {@link java.util.concurrent.CancellationException} if the handler is closed meanwhile: the task does not
     *     begin then, or is interrupted
     */
    <T> CompletionStage<T> blocking(Callable<T> task);

    /**
     * What a configuration is bound to.
     *
     * @param scope which kind
     * @param target the route's id or the service's name; the empty text of {@code GLOBAL}
     */
    record Binding(Scope scope, String target) {

        /** For people. */
        @Override
        public String toString() {
            return switch (scope) {
                case GLOBAL -> "all requests";
                case SERVICE -> "the service " + target;
                case ROUTE -> "the route " + target;
            };
        }
    }

    /** Kinds of bindings; the later one wins where a plugin is bound by several. */
    enum Scope {
        GLOBAL,
        SERVICE,
        ROUTE
    }
}
