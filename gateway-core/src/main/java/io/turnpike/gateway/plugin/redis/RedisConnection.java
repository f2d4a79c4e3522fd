package io.turnpike.gateway.plugin.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.turnpike.gateway.plugin.PluginContext;
import java.time.Duration;
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

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Longest from the connection to the first answer. */
    static final Duration HANDSHAKE = Duration.ofSeconds(2);

    private static final Duration HANDSHAKE_MARGIN = Duration.ofMillis(100);

    private final RedisTarget target;
    private final RedisClient client;
    private final ScheduledExecutorService executor;
    private final RedisURI uri;
    private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current;
    private long tried;
    private volatile long answered;

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
     * is after the library's timer for its handshake, which nobody can end: it would find Netty's threads gone, and an error be logged.
     */
    CompletableFuture<?> shutDown(Duration timeout) {
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
                        executor.schedule(last, HANDSHAKE.plus(HANDSHAKE_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
            }
        });
        if (!begun) {
            end.complete(null);
        }
        return end;
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
     * @return fails if Redis does not answer in time, refuses, or cannot be reached
     */
    public <T> CompletionStage<T> ask(Question<T> question, Duration timeout, PluginContext context) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<T> handed = new CompletableFuture<>();
        context.schedule(
                () -> {
                    if (answer.completeExceptionally(
                            new TimeoutException(target + " has not answered after " + timeout.toMillis() + " ms"))) {
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
                answer.completeExceptionally(refused);
            } else if (!answer.isDone()) {
                question.apply(connection.async()).whenComplete((value, failure) -> {
                    answered = context.nanoTime().getAsLong();
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            }
        });
    }

    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection(long now) {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> known = current;
        if (known != null && !isBroken(known)) {
            return known;
        }
        if (known != null && now - tried < RETRY_NANOS) {
            return CompletableFuture.failedFuture(new IllegalStateException(target + " cannot be reached"));
        }
        tried = now;
        answered = now;
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> next =
                client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
        current = next;
        return next;
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
        RedisURI.Builder builder = RedisURI.builder()
                .withHost(target.address().host())
                .withPort(target.address().port())
                .withSsl(target.isTls())
                .withDatabase(target.database())
                .withTimeout(HANDSHAKE);
        if (!target.username().isEmpty()) {
            builder.withAuthentication(target.username(), target.password().toCharArray());
        } else if (!target.password().isEmpty()) {
            builder.withPassword(target.password().toCharArray());
        }
        return builder.build();
    }
}
