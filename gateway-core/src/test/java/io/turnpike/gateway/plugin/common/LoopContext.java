package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.io.IoLoops;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What plugins are given in tests with real time, I/O threads and threads that block. */
public final class LoopContext implements PluginContext, AutoCloseable {

    private final IoLoops loops = new IoLoops(1);
    private final ExecutorService blocking = Executors.newFixedThreadPool(2);

    @Override
    public Binding binding() {
        return new Binding(Scope.ROUTE, "route");
    }

    @Override
    public Endpoint open(String address) throws InvalidConfigurationException {
        throw new InvalidConfigurationException("", "no nodes in this test");
    }

    @Override
    public Endpoint open(HttpTarget target) throws InvalidConfigurationException {
        throw new InvalidConfigurationException("", "no nodes in this test");
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
        loops.next().schedule(task, delay);
    }

    @Override
    public <T> CompletionStage<T> blocking(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        blocking.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Override
    public void close() {
        blocking.shutdownNow();
        loops.close(TimeUnit.SECONDS.toNanos(5));
    }
}
