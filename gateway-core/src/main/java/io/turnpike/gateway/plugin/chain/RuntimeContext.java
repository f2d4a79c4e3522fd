package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** What one handler uses; its endpoints are closed with it, and its timers and what it has on threads end. */
final class RuntimeContext implements PluginContext {

    private final PluginRuntime runtime;
    private final KnownPlugin plugin;
    private final Binding binding;
    private final List<HttpClient> opened = new ArrayList<>();
    private final HandlerTasks tasks;
    private boolean isClosed;

    RuntimeContext(PluginRuntime runtime, KnownPlugin plugin, Binding binding) {
        this.runtime = runtime;
        this.plugin = plugin;
        this.binding = binding;
        this.tasks = new HandlerTasks(runtime::schedule);
    }

    @Override
    public Binding binding() {
        return binding;
    }

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
        HttpClient client;
        try {
            client = runtime.clients().acquire(target, "", null);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException("", String.valueOf(e.getMessage()));
        }
        synchronized (opened) {
            if (!isClosed) {
                opened.add(client);
                return new HttpEndpoint(EndpointTargets.name(target), client);
            }
        }
        runtime.clients().release(client);
        throw new IllegalStateException("the handler has been closed");
    }

    @Override
    public InstantSource time() {
        return runtime.time();
    }

    @Override
    public LongSupplier nanoTime() {
        return runtime.nanoTime();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        tasks.schedule(task, delay);
    }

    @Override
    public <T> CompletionStage<T> blocking(Callable<T> task) {
        return tasks.block(task, runtime.threads(plugin));
    }

    /** Lets go of what has been opened, and ends what is under way. */
    void close() {
        tasks.close();
        List<HttpClient> all;
        synchronized (opened) {
            isClosed = true;
            all = List.copyOf(opened);
            opened.clear();
        }
        all.forEach(runtime.clients()::release);
    }
}
