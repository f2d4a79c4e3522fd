package io.turnpike.gateway.admin;

import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import java.util.Collection;

/**
 * Makes services, routes and plugins the ones that requests are answered by, in two steps: what cannot be built must not be committed either.
 */
@FunctionalInterface
public interface SnapshotPublisher {

    /**
     * Builds what is to be published once it is committed; called by one thread at a time, in the order of revisions.
     *
     * @throws RuntimeException if it cannot be built; nothing has changed then
     */
    Prepared prepare(
            long revision,
            Collection<CompiledService> services,
            Collection<CheckedRoute> routes,
            PluginBindings bindings);

    /** What has been built. Exactly one of {@link #publish} and {@link #discard} is called, once. */
    interface Prepared {

        /** Requests are answered by it from now on. */
        void publish();

        /** It will not be needed. */
        void discard();

        /** What of it is never reached. */
        Shadows shadows();
    }
}
