package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.chain.EndpointTargets;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** What plugins are given in unit tests: a clock that stands still, and endpoints that are names. */
public final class FakeContext implements PluginContext {

    /** An endpoint that was opened. */
    public record Opened(HttpTarget target) implements Endpoint {
        @Override
        public String name() {
            return target.nodes().get(0).address();
        }
    }

    /** Something that is to run later. */
    public record Scheduled(Runnable task, Duration delay) {}

    private final Binding binding;
    private final List<Scheduled> scheduled = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    public FakeContext() {
        this(new Binding(Scope.GLOBAL, ""));
    }

    public FakeContext(Binding binding) {
        this.binding = binding;
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    public List<Scheduled> scheduled() {
        return scheduled;
    }

    @Override
    public Binding binding() {
        return binding;
    }

    @Override
    public Endpoint open(String address) throws InvalidConfigurationException {
        return open(HttpTarget.of(address));
    }

    @Override
    public Endpoint open(HttpTarget target) throws InvalidConfigurationException {
        EndpointTargets.requireUsable(target);
        return new Opened(target);
    }

    @Override
    public InstantSource time() {
        return () -> now;
    }

    @Override
    public LongSupplier nanoTime() {
        return () -> now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        scheduled.add(new Scheduled(task, delay));
    }

    @Override
    public <T> CompletionStage<T> blocking(Callable<T> task) {
        try {
            return CompletableFuture.completedFuture(task.call());
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
