package io.turnpike.gateway.plugin.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.turnpike.gateway.plugin.common.RefCounted;
import io.turnpike.gateway.upstream.io.NettySetUp;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections to Redis of one gateway: one for each Redis, shared by all that name it alike. Their threads, {@code turnpike-redis-…}, are made
 * with the first connection; {@link #close} ends them, and waits until they have ended. Safe for use by several threads at once.
 */
public final class RedisConnections implements AutoCloseable {

    static {
        NettySetUp.apply();
    }

    /** The least that the library takes; a thread is started when it gets something to do. */
    private static final int THREADS = 2;

    /** Questions that wait for one Redis; those above it fail at once. */
    private static final int MOST_WAITING = 10_000;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final RefCounted<RedisTarget, RedisConnection> connections = new RefCounted<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Set<RedisConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<RedisConnection, CompletableFuture<?>> ending = new ConcurrentHashMap<>();
    private @Nullable ClientResources resources;

    /** The connection to a Redis, for one more holder. Nothing is sent before it asks. */
    public RedisConnection acquire(RedisTarget target) {
        return connections.acquire(target, this::open);
    }

    /** One holder less; the last one closes the connection. Does not block. */
    public void release(RedisConnection connection) {
        connections.release(connection.target()).ifPresent(this::shutDown);
    }

    /** How many are open or can be. */
    public int size() {
        return connections.size();
    }

    /** Closes all that is open. What is acquired later gets threads anew. */
    @Override
    public void close() {
        ClientResources former;
        synchronized (this) {
            former = resources;
            resources = null;
        }
        if (former == null) {
            return;
        }
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        open.forEach(this::shutDown);
        try {
            awaitEnds();
            boolean unused = former.shutdown(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            List<Thread> left = new ArrayList<>();
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                if (thread.isAlive()) {
                    left.add(thread);
                }
            }
            threads.clear();
            if (!left.isEmpty()) {
                System.getLogger(RedisConnections.class.getName())
                        .log(Level.WARNING, "Threads of the connections to Redis have not ended in time: " + left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown(RedisConnection connection) {
        open.remove(connection);
        CompletableFuture<?> end = connection.shutDown(CLOSE_TIMEOUT);
        ending.put(connection, end);
        var unused = end.whenComplete((nothing, failure) -> ending.remove(connection));
    }

    private void awaitEnds() throws InterruptedException {
        try {
            CompletableFuture.allOf(ending.values().toArray(new CompletableFuture<?>[0]))
                    .get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // What still runs is told of below.
        }
    }

    private RedisConnection open(RedisTarget target) {
        ClientResources shared = resources();
        RedisClient client = RedisClient.create(shared);
        client.setOptions(ClientOptions.builder()
                // RedisConnection connects again.
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_WAITING)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.create())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .build());
        RedisConnection connection =
                new RedisConnection(target, client, shared.eventExecutorGroup().next());
        open.add(connection);
        return connection;
    }

    private synchronized ClientResources resources() {
        ClientResources known = resources;
        if (known == null) {
            known = DefaultClientResources.builder()
                    .ioThreadPoolSize(THREADS)
                    .computationThreadPoolSize(THREADS)
                    .threadFactoryProvider(this::threadFactory)
                    // The JDK's look-up, on a thread of these: it follows the settings of the JVM and of the machine.
                    .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                    .build();
            resources = known;
        }
        return known;
    }

    private ThreadFactory threadFactory(String pool) {
        return task -> {
            Thread thread = new FastThreadLocalThread(task, "turnpike-redis-" + (threads.size() + 1));
            threads.add(thread);
            thread.setDaemon(true);
            thread.setContextClassLoader(RedisConnections.class.getClassLoader());
            return thread;
        };
    }
}
