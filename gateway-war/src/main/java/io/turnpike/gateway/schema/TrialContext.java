package io.turnpike.gateway.schema;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.HttpTargetCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
        List<Fault> faults = faults(HttpTarget.of(address));
        if (!faults.isEmpty()) {
            throw new InvalidConfigurationException("", faults.get(0).detail());
        }
        return new NamedEndpoint(address);
    }

    @Override
    public Endpoint open(HttpTarget target) throws InvalidConfigurationException {
        List<Fault> faults = faults(target);
        if (!faults.isEmpty()) {
            throw new InvalidConfigurationException(faults);
        }
        return new NamedEndpoint(
                target.nodes().isEmpty()
                        ? target.service()
                        : target.nodes().get(0).address());
    }

    private static List<Fault> faults(HttpTarget target) {
        return HttpTargetCheck.faults(target, List.of()).stream()
                .map(fault -> Fault.at(fault.pointer().substring(HttpTargetCheck.AT.length()), fault.detail()))
                .toList();
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
