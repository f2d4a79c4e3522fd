package io.turnpike.gateway.plugin.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.routing.rule.NodeAddress;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to a Redis. It is made when the first one asks, and again by whoever asks after it has broken, at most once a second; until
 * then questions fail at once. One that has not answered anything for a while is given up, because the network may have forgotten it. Safe for use
 * by several threads at once: whatever touches Netty runs on threads of {@link RedisConnections}, because it would leave ThreadLocals behind on
 * those of a container.
 */
public final class RedisConnection {

    private static final System.Logger LOGGER = System.getLogger(RedisConnection.class.getName());
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Longest from the connection to the first answer. */
    static final Duration HANDSHAKE = Duration.ofSeconds(2);

    /** How a Redis begins its errors that takes no writes. */
    private static final String NO_MASTER = "READONLY";

    /** How one before version 7 begins those of scripts; the error of the command in the script follows. */
    private static final String OF_SCRIPT = "ERR Error running script";

    /** How those of a cluster begin. */
    private static final List<String> OF_CLUSTERS = List.of("MOVED", "ASK", "CLUSTERDOWN", "CROSSSLOT");

    private static final Duration HANDSHAKE_MARGIN = Duration.ofMillis(100);

    /** What of the time for closing is left to the library and its threads. */
    private static final Duration SHUTDOWN_SHARE = Duration.ofMillis(500);

    private final RedisTarget target;
    private final RedisClient client;
    private final ScheduledExecutorService executor;
    private final RedisURI uri;
    private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current;
    private long tried;
    private volatile long answered;
    private volatile String whyAway = "";
    private volatile boolean isShutDown;

    /** @param executor a single thread of Netty's kind */
    RedisConnection(RedisTarget target, RedisClient client, ScheduledExecutorService executor) {
        this.target = target;
        this.client = client;
        this.executor = executor;
        this.uri = uri(target);
    }

    /** What is asked of Redis; called on a thread of ours. */
    @FunctionalInterface
    public interface Question<T> extends Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> {}

    RedisTarget target() {
        return target;
    }

    /**
     * Nobody asks any more. Returns at once; the stage completes when nothing is left of the connection. If the last one has not come about, that
     * is after the library's timers for its handshakes, which nobody can end: they would find Netty's threads gone, and an error be logged.
     *
     * @param timeout longest wait
     */
    CompletableFuture<?> shutDown(Duration timeout) {
        isShutDown = true;
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        Runnable last = () -> {
            var unused = client.shutdownAsync(0, timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((nothing, failure) -> end.complete(null));
        };
        boolean begun = tryExecute(() -> {
            if (hasConnectedLast()) {
                last.run();
            } else {
                var unused =
                        executor.schedule(last, longestAttempt(target, timeout).toMillis(), TimeUnit.MILLISECONDS);
            }
        });
        if (!begun) {
            end.complete(null);
        }
        return end;
    }

    /** How long a connection may take to come about or fail: Sentinels are asked one after the other, then the Redis; less than {@code most}. */
    static Duration longestAttempt(RedisTarget target, Duration most) {
        RedisTarget.Place place = target.place();
        int handshakes = place.hasSentinels() ? place.addresses().size() + 1 : 1;
        Duration longest = HANDSHAKE.multipliedBy(handshakes).plus(HANDSHAKE_MARGIN);
        Duration cap = most.minus(SHUTDOWN_SHARE);
        return longest.compareTo(cap) < 0 ? longest : cap;
    }

    private boolean hasConnectedLast() {
        CompletableFuture<?> known = current;
        return known == null || (known.isDone() && !known.isCompletedExceptionally());
    }

    /**
     * Asks.
     *
     * @param timeout longest wait, with that for the connection
     * @param context has the timer, and the I/O threads on which the stage completes
     * @return fails if Redis does not answer in time, refuses, or cannot be reached; never completes once the handler that has the context is
     *     closed, because its timers end then: no request waits for it any more
     */
    public <T> CompletionStage<T> ask(Question<T> question, Duration timeout, PluginContext context) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<T> handed = new CompletableFuture<>();
        context.schedule(
                () -> {
                    if (answer.completeExceptionally(new TimeoutException(late(timeout)))) {
                        tryExecute(() -> giveUpIfSilent(context.nanoTime().getAsLong()));
                    }
                },
                timeout);
        var unused = answer.whenComplete((value, failure) -> context.schedule(
                () -> {
                    if (failure == null) {
                        handed.complete(value);
                    } else {
                        handed.completeExceptionally(failure);
                    }
                },
                Duration.ZERO));
        boolean begun = tryExecute(() -> {
            try {
                begin(question, answer, context);
            } catch (RuntimeException e) {
                // It has been shut down meanwhile.
                answer.completeExceptionally(e);
            }
        });
        if (!begun) {
            answer.completeExceptionally(new IllegalStateException("the connection to " + target + " has been closed"));
        }
        return handed;
    }

    private boolean tryExecute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private <T> void begin(Question<T> question, CompletableFuture<T> answer, PluginContext context) {
        long now = context.nanoTime().getAsLong();
        var unused = connection(now).whenComplete((connection, refused) -> {
            if (refused != null) {
                answer.completeExceptionally(new IllegalStateException(away(reason(refused)), refused));
            } else if (!answer.isDone()) {
                question.apply(connection.async()).whenComplete((value, failure) -> {
                    answered = context.nanoTime().getAsLong();
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        String why = reason(failure);
                        if (target.place().hasSentinels() && isOfReplica(why)) {
                            // Sentinels have made another one the master, and are asked again.
                            var unusedClose = connection.closeAsync();
                        }
                        answer.completeExceptionally(new IllegalStateException(target + ": " + why, failure));
                    }
                });
            }
        });
    }

    /** Whether an error says that this is a replica, which takes no writes. */
    static boolean isOfReplica(String error) {
        return error.startsWith(NO_MASTER) || (error.startsWith(OF_SCRIPT) && error.contains('-' + NO_MASTER));
    }

    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection(long now) {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> known = current;
        if (known != null && !isBroken(known)) {
            return known;
        }
        if (known != null && now - tried < RETRY_NANOS) {
            return known.isCompletedExceptionally()
                    ? known
                    : CompletableFuture.failedFuture(new IllegalStateException("the connection has been lost"));
        }
        tried = now;
        answered = now;
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> next = client.connectAsync(
                        ByteArrayCodec.INSTANCE, uri)
                .toCompletableFuture()
                .whenComplete((connection, refused) -> tell(refused));
        current = next;
        return next;
    }

    /** Says once why it is away, and once that it is back; who asks may have waited too short to learn why. */
    private void tell(@Nullable Throwable refused) {
        String before = whyAway;
        whyAway = refused == null ? "" : reason(refused);
        if (refused == null && !before.isEmpty()) {
            LOGGER.log(Level.INFO, target + " can be reached again");
        } else if (refused != null && !before.equals(whyAway) && !isShutDown) {
            LOGGER.log(Level.WARNING, away(whyAway) + " (it is tried again, at most once a second, when it is asked)");
        }
    }

    private String late(Duration timeout) {
        String why = whyAway;
        return why.isEmpty() ? target + " has not answered after " + timeout.toMillis() + " ms" : away(why);
    }

    private String away(String why) {
        return target + " cannot be reached: " + why;
    }

    /** What is the matter, where the library says in several exceptions that there is no connection. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        if (message == null) {
            return root.getClass().getSimpleName();
        }
        return OF_CLUSTERS.stream().anyMatch(message::startsWith)
                ? "it is a node of a Redis Cluster, which is not supported: " + message
                : message;
    }

    private static boolean isBroken(CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection) {
        return connection.isDone()
                && (connection.isCompletedExceptionally()
                        || !connection.getNow(null).isOpen());
    }

    private void giveUpIfSilent(long now) {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> known = current;
        if (known != null && now - answered > SILENCE_NANOS && known.isDone() && !known.isCompletedExceptionally()) {
            var unused = known.getNow(null).closeAsync();
        }
    }

    private static RedisURI uri(RedisTarget target) {
        RedisTarget.Place place = target.place();
        RedisURI.Builder builder = RedisURI.builder();
        if (place.hasSentinels()) {
            builder.withSentinelMasterId(place.master());
            place.addresses().forEach(sentinel -> builder.withSentinel(sentinel(sentinel, target)));
        } else {
            at(place.addresses().get(0), builder);
        }
        builder.withSsl(target.isTls()).withDatabase(target.database()).withTimeout(HANDSHAKE);
        if (!target.username().isEmpty()) {
            builder.withAuthentication(target.username(), target.password().toCharArray());
        } else if (!target.password().isEmpty()) {
            builder.withPassword(target.password().toCharArray());
        }
        return builder.build();
    }

    private static RedisURI sentinel(NodeAddress address, RedisTarget target) {
        RedisURI.Builder builder =
                at(address, RedisURI.builder()).withSsl(target.isTls()).withTimeout(HANDSHAKE);
        String password = target.place().sentinelPassword();
        return (password.isEmpty() ? builder : builder.withPassword(password.toCharArray())).build();
    }

    private static RedisURI.Builder at(NodeAddress address, RedisURI.Builder builder) {
        return builder.withHost(address.host()).withPort(address.port());
    }
}
