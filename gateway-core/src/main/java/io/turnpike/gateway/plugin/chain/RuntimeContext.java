package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.HttpTargetCheck;
import io.turnpike.gateway.upstream.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** What one handler uses; its endpoints are closed with it. */
final class RuntimeContext implements PluginContext {

    private final PluginRuntime runtime;
    private final Plugin plugin;
    private final Binding binding;
    private final List<HttpClient> opened = new ArrayList<>();

    RuntimeContext(PluginRuntime runtime, Plugin plugin, Binding binding) {
        this.runtime = runtime;
        this.plugin = plugin;
        this.binding = binding;
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
        requireUsable(target);
        if (!target.service().isEmpty()) {
            throw new InvalidConfigurationException(
                    "/Service", "A plugin cannot send requests to a service (expected: Nodes)");
        }
        HttpClient client;
        try {
            client = runtime.clients().acquire(target, "", null);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException("", String.valueOf(e.getMessage()));
        }
        synchronized (opened) {
            opened.add(client);
        }
        return new HttpEndpoint(target.nodes().get(0).address(), client);
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
        runtime.schedule(task, delay);
    }

    @Override
    public <T> CompletionStage<T> blocking(Callable<T> task) {
        return runtime.threads(plugin).submit(task);
    }

    /** @throws InvalidConfigurationException with every fault of a target */
    static void requireUsable(HttpTarget target) throws InvalidConfigurationException {
        List<Fault> faults = HttpTargetCheck.faults(target, List.of()).stream()
                .map(fault -> Fault.at(fault.pointer().substring(HttpTargetCheck.AT.length()), fault.detail()))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidConfigurationException(faults);
        }
    }

    /** Lets go of what has been opened. */
    void close() {
        List<HttpClient> all;
        synchronized (opened) {
            all = List.copyOf(opened);
            opened.clear();
        }
        all.forEach(runtime.clients()::release);
    }
}
