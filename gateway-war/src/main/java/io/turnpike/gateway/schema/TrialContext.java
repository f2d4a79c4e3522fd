package io.turnpike.gateway.schema;

import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.chain.EndpointTargets;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/** Where a configuration is tried: addresses are checked, nothing is connected to, and nothing runs later. */
record TrialContext(Binding binding) implements PluginContext {

    private record NamedEndpoint(String name) implements Endpoint {}

    @Override
    public Endpoint open(String address) throws InvalidConfigurationException {
        try {
            return open(HttpTarget.of(address));
        } catch (InvalidConfigurationException e) {
            throw new InvalidConfigurationException("", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Endpoint open(HttpTarget target) throws InvalidConfigurationException {
        EndpointTargets.requireUsable(target);
        return new NamedEndpoint(EndpointTargets.name(target));
    }

    @Override
    public InstantSource time() {
        return InstantSource.system();
    }

    @Override
    public LongSupplier nanoTime() {
        return System::nanoTime;
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        // The handler is closed before it could run.
    }

    @Override
    public <T> CompletionStage<T> blocking(Callable<T> task) {
        return CompletableFuture.failedFuture(
                new RejectedExecutionException("the configuration is only tried, and not in force"));
    }
}
