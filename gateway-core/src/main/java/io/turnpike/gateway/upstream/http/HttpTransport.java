package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.gateway.upstream.io.IoLoops;
import io.turnpike.gateway.upstream.io.Resolver;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens clients of HTTP nodes on I/O threads that others own, and watches the registry for all of them. Safe for use by several threads at
 * once.
 */
public final class HttpTransport implements AutoCloseable {

    /** How exact timeouts are. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** How long a node may think about {@code Expect: 100-continue}; Go's {@code ExpectContinueTimeout}. */
    private static final Duration CONTINUE_TIMEOUT = Duration.ofSeconds(1);

    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private final Object lock = new Object();
    private final LongSupplier nanoTime;
    private final Duration continueTimeout;
    private final String pseudonym;
    private final List<LoopCalls> loops = new ArrayList<>();
    private final AtomicInteger cursor = new AtomicInteger();
    private final Resolver resolver = new Resolver();
    private final ServiceRegistry.Watch watch;

    /** What the registry said last; guarded by the lock, as are the clients. */
    private final Map<String, List<ServiceInstance>> passing = new HashMap<>();

    private final Map<HttpClient, String> clients = new LinkedHashMap<>();
    private final Succession succession = new Succession();
    private volatile boolean closing;

    /**
     * @param registry who is alive
     * @param ioLoops the threads; they are to outlive this
     */
    public HttpTransport(ServiceRegistry registry, IoLoops ioLoops) {
        this(registry, ioLoops, System::nanoTime, CONTINUE_TIMEOUT);
    }

    HttpTransport(ServiceRegistry registry, IoLoops ioLoops, LongSupplier nanoTime, Duration continueTimeout) {
        this.nanoTime = nanoTime;
        this.continueTimeout = continueTimeout;
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        pseudonym = "turnpike-" + HexFormat.of().formatHex(random);
        for (IoLoop loop : ioLoops.all()) {
            LoopCalls calls = new LoopCalls(loop);
            loops.add(calls);
            loop.repeat(() -> tick(calls), TICK);
        }
        watch = registry.watch(this::instancesChanged);
    }

    /** What this process calls itself in {@code Via}: nobody else does, and a request that says so has been here. */
    public String pseudonym() {
        return pseudonym;
    }

    /**
     * Opens a client for a target; one with a service follows the registry until it is closed.
     *
     * @param ownerId whose servers it calls; empty: whoever's
     * @param former the one whose place it may take: what that knows of nodes that are called and probed in the same way is known from the
     *     beginning; see {@link HttpClient#leaveTo} for its connections
     * @throws IllegalArgumentException if the target's certificates or addresses cannot be used
     * @throws IllegalStateException if the transport is closed
     */
    public HttpClient open(HttpTarget target, String ownerId, @Nullable HttpClient former) {
        HttpClient client = new HttpClient(this, target, former);
        synchronized (lock) {
            if (closing) {
                throw new IllegalStateException("the transport is closed");
            }
            clients.put(client, ownerId);
            follow(client, ownerId);
        }
        return client;
    }

    /** Closes every client. Calls under way have 1.5 s to end; those that have not are answered with an error. */
    @Override
    public void close() {
        List<HttpClient> open;
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            open = List.copyOf(clients.keySet());
        }
        watch.close();
        open.forEach(HttpClient::close);
        long deadline = System.nanoTime() + DRAIN_NANOS;
        try {
            for (LoopCalls each : loops) {
                CountDownLatch drained = new CountDownLatch(1);
                if (each.loop().execute(() -> each.whenIdle(drained::countDown))
                        && !drained.await(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    each.loop().execute(each::abort);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            loops.forEach(each -> each.loop().execute(each::abort));
        }
        resolver.close();
    }

    /** A client is not used any more. */
    void closed(HttpClient client) {
        HttpClient heir;
        synchronized (lock) {
            clients.remove(client);
            heir = succession.remove(client);
        }
        for (LoopCalls each : loops) {
            each.loop().execute(() -> each.forget(client, heir));
        }
        firstLoop().execute(client::endProbes);
    }

    /** What is idle when a client is closed is to go to another one. */
    void leave(HttpClient former, HttpClient heir) {
        synchronized (lock) {
            if (clients.containsKey(former) && clients.containsKey(heir)) {
                succession.put(former, heir);
            }
        }
    }

    LoopCalls nextLoop() {
        return loops.get(Integer.remainderUnsigned(cursor.getAndIncrement(), loops.size()));
    }

    IoLoop firstLoop() {
        return loops.get(0).loop();
    }

    Resolver resolver() {
        return resolver;
    }

    Duration continueTimeout() {
        return continueTimeout;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    private void tick(LoopCalls calls) {
        long now = now();
        calls.tick(now);
        if (calls == loops.get(0) && !closing) {
            List<HttpClient> open;
            synchronized (lock) {
                open = List.copyOf(clients.keySet());
            }
            open.forEach(client -> client.tick(now));
        }
    }

    private void instancesChanged(String service, List<ServiceInstance> instances) {
        synchronized (lock) {
            if (instances.isEmpty()) {
                passing.remove(service);
            } else {
                passing.put(service, List.copyOf(instances));
            }
            clients.forEach((client, ownerId) -> {
                if (client.target().service().equals(service)) {
                    follow(client, ownerId);
                }
            });
        }
    }

    private void follow(HttpClient client, String ownerId) {
        String service = client.target().service();
        if (!service.isEmpty()) {
            Map<NodeAddress, Integer> live = new LinkedHashMap<>();
            for (ServiceInstance instance : passing.getOrDefault(service, List.of())) {
                if (instance.mayServe(ownerId)) {
                    live.put(new NodeAddress(instance.address(), instance.port()), instance.weight());
                }
            }
            client.update(live);
        }
    }
}
