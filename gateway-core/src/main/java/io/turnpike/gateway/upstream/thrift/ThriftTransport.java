package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.gateway.upstream.io.IoLoops;
import io.turnpike.gateway.upstream.io.Resolver;
import io.turnpike.registry.InstanceHealth;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Owns the event loops and opens clients on them; watches the registry for all of them. Safe for use by several threads at
 * once.
 */
public final class ThriftTransport implements AutoCloseable {

    /** How exact timeouts are. */
    private static final Duration TICK = Duration.ofMillis(20);

    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(3000);

    private final Object lock = new Object();
    private final ServiceRegistry registry;
    private final LongSupplier nanoTime;
    private final IoLoops loops;
    private final Resolver resolver = new Resolver();
    private final ByteSinkPool sinks = new ByteSinkPool();
    private final ServiceRegistry.Watch watch;

    /** What the registry said last; guarded by the lock, as are the clients. */
    private final Map<String, List<ServiceInstance>> passing = new HashMap<>();

    private final List<Follower> clients = new ArrayList<>();
    /** Pools that there is something to do for as time goes by, and were not ticked before; no lock is taken for it. */
    private final Queue<ConnectionPool> woken = new ConcurrentLinkedQueue<>();

    /** The others that are awake; only the thread that ticks sees it. Most services have nothing to do most of the time. */
    private final List<ConnectionPool> awake = new ArrayList<>();

    private final CountDownLatch drained = new CountDownLatch(1);
    private boolean closing;

    /**
     * @param registry who is alive
     * @param eventLoops how many I/O threads; 0: as many as there are processors
     */
    public ThriftTransport(ServiceRegistry registry, int eventLoops) {
        this(registry, eventLoops, System::nanoTime);
    }

    ThriftTransport(ServiceRegistry registry, int eventLoops, LongSupplier nanoTime) {
        if (eventLoops < 0) {
            throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: >= 0)");
        }
        this.registry = registry;
        this.nanoTime = nanoTime;
        loops = new IoLoops(eventLoops == 0 ? Runtime.getRuntime().availableProcessors() : eventLoops);
        watch = registry.watch(this::instancesChanged);
        loops.first().repeat(this::tick, TICK);
    }

    /**
     * A client and whose servers it calls.
     *
     * @param ownerId empty: whoever's
     */
    private record Follower(ThriftClient client, String ownerId) {

        List<ServiceInstance> called(List<ServiceInstance> instances) {
            return instances.stream()
                    .filter(instance -> instance.mayServe(ownerId))
                    .toList();
        }
    }

    /** Opens a client for a service, whoever's the servers are; see {@link #open(String, String, ThriftClientOptions)}. */
    public ThriftClient open(String serviceName, ThriftClientOptions options) {
        return open(serviceName, "", options);
    }

    /**
     * Opens a client for a service; it follows the registry until it is closed.
     *
     * @param ownerId whose servers it calls; empty: whoever's
     * @throws IllegalStateException if the transport is closed
     */
    public ThriftClient open(String serviceName, String ownerId, ThriftClientOptions options) {
        ConnectionPool pool = new ConnectionPool(
                serviceName,
                options,
                loops,
                sinks,
                nanoTime,
                this::probe,
                live -> noLiveInstance(serviceName, ownerId, live),
                woken::add);
        ThriftClient client = new ThriftClient(pool, nanoTime);
        synchronized (lock) {
            if (closing) {
                throw new IllegalStateException("the transport is closed");
            }
            Follower follower = new Follower(client, ownerId);
            clients.add(follower);
            pool.update(follower.called(passing.getOrDefault(serviceName, List.of())));
        }
        return client;
    }

    /**
     * Closes every client, then the event loops, and waits for their threads to end (at most 5 s). Calls under way have 1.5 s
     * to end; those that have not are answered with an error.
     */
    @Override
    public void close() {
        List<Follower> open;
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            open = List.copyOf(clients);
        }
        watch.close();
        open.forEach(follower -> follower.client().close());
        try {
            if (!open.isEmpty() && !drained.await(DRAIN_NANOS, TimeUnit.NANOSECONDS)) {
                open.forEach(follower -> follower.client().pool().abort());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open.forEach(follower -> follower.client().pool().abort());
        }
        resolver.close();
        loops.close(STOP_NANOS);
    }

    /** The I/O threads, for others that close before this. */
    public IoLoops loops() {
        return loops;
    }

    private void instancesChanged(String service, List<ServiceInstance> instances) {
        synchronized (lock) {
            if (instances.isEmpty()) {
                passing.remove(service);
            } else {
                passing.put(service, List.copyOf(instances));
            }
            for (Follower follower : clients) {
                ConnectionPool pool = follower.client().pool();
                if (pool.service().equals(service)) {
                    pool.update(follower.called(instances));
                }
            }
        }
    }

    private void tick() {
        for (ConnectionPool pool = woken.poll(); pool != null; pool = woken.poll()) {
            awake.add(pool);
        }
        awake.removeIf(pool -> {
            ConnectionPool.Tick tick = pool.tick();
            if (tick == ConnectionPool.Tick.DONE) {
                synchronized (lock) {
                    clients.removeIf(follower -> follower.client().pool() == pool);
                }
            }
            return tick != ConnectionPool.Tick.AWAKE;
        });
        synchronized (lock) {
            if (closing && clients.isEmpty()) {
                drained.countDown();
            }
        }
    }

    private void probe(ServiceInstance instance, ThriftClientOptions options, IoLoop loop, Consumer<ProbeResult> done) {
        EndpointProbe probe = new EndpointProbe(instance, options, loop, resolver, sinks, done);
        loop.execute(probe::start);
    }

    private GatewayException noLiveInstance(String service, String ownerId, List<EndpointStatus> live) {
        List<ServiceInstance> unreachable = live.stream()
                .filter(endpoint -> endpoint.state() == EndpointState.UNREACHABLE)
                .map(EndpointStatus::instance)
                .toList();
        List<ServiceInstance> silent = registry.list(service).stream()
                .filter(status -> status.health() == InstanceHealth.CRITICAL)
                .map(InstanceStatus::instance)
                .filter(instance -> instance.mayServe(ownerId))
                .toList();
        return Problems.noLiveInstance(service, unreachable, silent);
    }
}
