package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.balancing.LoadBalancer;
import io.turnpike.gateway.balancing.RoundRobin;
import io.turnpike.gateway.upstream.io.FaultLog;
import io.turnpike.gateway.upstream.io.IoLoops;
import io.turnpike.registry.ServiceInstance;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one service that heartbeat, what is known of each, and whose turn it is. Decides when an instance is
 * probed. Guarded by the pool's lock.
 */
final class Endpoints {

    private final String service;
    private final ThriftClientOptions options;
    private final IoLoops loops;
    private final LongSupplier nanoTime;
    private final EndpointProbe.Starter probes;
    private final BiConsumer<Endpoint, ProbeResult> probed;
    private List<Endpoint> all = List.of();
    private LoadBalancer<Endpoint> balancer = RoundRobin.of(List.of(), endpoint -> 1);
    private boolean closed;

    /** @param probed is told of every probe's result, without the lock; it is to call {@link #found} with the lock */
    Endpoints(
            String service,
            ThriftClientOptions options,
            IoLoops loops,
            LongSupplier nanoTime,
            EndpointProbe.Starter probes,
            BiConsumer<Endpoint, ProbeResult> probed) {
        this.service = service;
        this.options = options;
        this.loops = loops;
        this.nanoTime = nanoTime;
        this.probes = probes;
        this.probed = probed;
    }

    List<Endpoint> all() {
        return all;
    }

    /** The reachable instance whose turn it is among the usable ones. */
    @Nullable
    Endpoint choose(Predicate<? super Endpoint> usable) {
        return balancer.choose(usable);
    }

    /** Whether none can be reached and none is being tried for the first time. */
    boolean nobodyComing() {
        for (Endpoint endpoint : all) {
            if (endpoint.state != EndpointState.UNREACHABLE) {
                return false;
            }
        }
        return true;
    }

    /** Whether time brings nothing: no connection that may become idle too long, and no probe under way or due some day. */
    boolean areQuiet() {
        for (Endpoint endpoint : all) {
            if (endpoint.open > 0
                    || endpoint.paused
                    || endpoint.probing
                    || !endpoint.reachable()
                    || !endpoint.framingProven) {
                return false;
            }
        }
        return true;
    }

    boolean noneOpen() {
        return all.stream().noneMatch(each -> each.open > 0);
    }

    List<EndpointStatus> status() {
        return all.stream().map(Endpoint::status).toList();
    }

    /** Follows the registry: exactly these are alive. */
    void update(List<ServiceInstance> passing) {
        List<Endpoint> next = new ArrayList<>(passing.size());
        for (ServiceInstance instance : passing) {
            next.add(keepOrCreate(instance));
        }
        for (Endpoint former : all) {
            if (!next.contains(former)) {
                former.retired = true;
                former.closeIdle();
            }
        }
        all = List.copyOf(next);
        rebalance();
    }

    /** From now on only what waiting calls need is done, and nothing is logged. */
    void close() {
        closed = true;
        all.forEach(Endpoint::closeIdle);
    }

    void probeIfDue(Endpoint endpoint, long now, boolean callsWait) {
        boolean wanted =
                endpoint.state == EndpointState.UNREACHABLE || (endpoint.reachable() && !endpoint.framingProven);
        if (wanted && !endpoint.probing && endpoint.nextProbeNanos - now <= 0 && (callsWait || !closed)) {
            probe(endpoint);
        }
    }

    /**
     * Takes over what a probe found.
     *
     * @return whether a connection should be opened ahead, so that the first turns of several instances are theirs
     */
    boolean found(Endpoint endpoint, ProbeResult result) {
        endpoint.probing = false;
        endpoint.lastProbeNanos = nanoTime.getAsLong();
        endpoint.nextProbeNanos =
                endpoint.lastProbeNanos + options.probeInterval().toNanos();
        if (endpoint.retired) {
            return false;
        }
        if (result.address() == null) {
            if (endpoint.open == 0) {
                unreachable(endpoint, result.reason());
            }
            return false;
        }
        if (!result.proven()) {
            endpoint.nextProbeNanos = endpoint.lastProbeNanos + endpoint.nextBackoff(options.probeInterval());
            if (endpoint.reachable()) {
                return false;
            }
        }
        return reachable(endpoint, result);
    }

    /** Has the instance asked soon, and no more often than the probe interval says, whether it still is what it was. */
    void doubt(Endpoint endpoint) {
        if (endpoint.framingProven) {
            endpoint.framingProven = false;
            endpoint.nextProbeNanos =
                    endpoint.lastProbeNanos + options.probeInterval().toNanos();
        }
    }

    void unreachable(Endpoint endpoint, String reason) {
        if (endpoint.state != EndpointState.UNREACHABLE) {
            endpoint.state = EndpointState.UNREACHABLE;
            endpoint.nextProbeNanos =
                    nanoTime.getAsLong() + options.probeInterval().toNanos();
            endpoint.closeIdle();
            rebalance();
            if (!endpoint.retired && !closed) {
                endpoint.faults()
                        .change(
                                Level.WARNING,
                                "cannot be reached: " + reason + "; it gets no calls, and is tried again every "
                                        + options.probeInterval().toMillis() + " ms");
            }
        }
    }

    private boolean reachable(Endpoint endpoint, ProbeResult result) {
        boolean newlyReachable = !endpoint.reachable();
        boolean newFraming = endpoint.framing != result.framing();
        endpoint.address = result.address();
        endpoint.framing = result.framing();
        endpoint.framingProven = result.proven();
        if (!newlyReachable && !newFraming) {
            return false;
        }
        endpoint.state = EndpointState.REACHABLE;
        endpoint.forgetService();
        rebalance();
        if (newFraming) {
            endpoint.closeIdle();
        }
        if (!closed) {
            endpoint.faults()
                    .change(result.proven() ? Level.INFO : Level.WARNING, "can be reached (" + result.reason() + ")");
        }
        return !closed;
    }

    private Endpoint keepOrCreate(ServiceInstance instance) {
        for (Endpoint endpoint : all) {
            if (endpoint.instance().isSameServer(instance)
                    && endpoint.instance().serverId().equals(instance.serverId())) {
                endpoint.refresh(instance);
                return endpoint;
            }
        }
        FaultLog faults = new FaultLog(service + " at " + Problems.address(instance), nanoTime);
        Endpoint endpoint = new Endpoint(instance, options, faults);
        probe(endpoint);
        return endpoint;
    }

    private void probe(Endpoint endpoint) {
        endpoint.probing = true;
        probes.start(endpoint.instance(), options, loops.next(), result -> probed.accept(endpoint, result));
    }

    private void rebalance() {
        List<Endpoint> live = all.stream().filter(Endpoint::reachable).toList();
        balancer = RoundRobin.of(live, endpoint -> endpoint.instance().weight());
    }
}
