package io.turnpike.gateway.plugin.ratelimit;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.redis.RedisConnection;
import io.turnpike.gateway.plugin.redis.RedisScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all nodes have counted together. Redis decides and counts in one step, by its own clock, so those of the nodes do not matter, and no two
 * requests get the same place. A key is gone when it counts nothing any more.
 *
 * <p>A question that Redis gets to when nobody waits any more counts nothing: each has a deadline by the clock of Redis, of which every answer
 * tells how far it is ahead of this node's; before the first one it is asked for the time. What that clock calls late, and this node does not (it was put forward, or
 * the answers before were slow), is asked once more. Safe for use by several threads at once.
 */
final class RedisCounts {

    private static final RedisScript SLIDING_WINDOW = RedisScript.read(RedisCounts.class, "sliding-window.lua");
    private static final RedisScript TOKEN_BUCKET = RedisScript.read(RedisCounts.class, "token-bucket.lua");

    private static final long NANOS_OF_A_MICRO = 1_000;

    /** Nothing is known of the clock of Redis yet. */
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final RedisConnection redis;
    private final Duration timeout;
    private final PluginContext context;
    private final String prefix;

    /** Microseconds by which the clock of Redis is ahead of {@link #now}: rather less, by up to what an answer took. */
    private final AtomicLong ahead = new AtomicLong(UNKNOWN);

    /** @param prefix of the keys in Redis */
    RedisCounts(RedisConnection redis, Duration timeout, PluginContext context, String prefix) {
        this.redis = redis;
        this.timeout = timeout;
        this.context = context;
        this.prefix = prefix;
    }

    /** Counts a request if it is to be taken. Fails as {@link RedisConnection#ask}. */
    CompletionStage<Verdict> take(Policy policy, String key) {
        return ask(policy, key)
                .thenCompose(answer -> answer.size() > 1 ? CompletableFuture.completedStage(answer) : ask(policy, key))
                .thenApply(answer -> verdict(policy, answer));
    }

    private CompletionStage<List<Object>> ask(Policy policy, String key) {
        byte[] name = (prefix + key).getBytes(StandardCharsets.UTF_8);
        String limit = String.valueOf(policy.limit());
        String window = String.valueOf(policy.windowMicros());
        long begin = now();
        return redis.ask(
                commands -> clock(commands).thenCompose(known -> {
                    String deadline = String.valueOf(begin + ahead.get() + timeout.toNanos() / NANOS_OF_A_MICRO);
                    long sent = now();
                    CompletionStage<List<Object>> answer = switch (policy.algorithm()) {
                        case SLIDING_WINDOW -> SLIDING_WINDOW.run(commands, name, limit, window, deadline);
                        case TOKEN_BUCKET ->
                            TOKEN_BUCKET.run(commands, name, limit, window, deadline, String.valueOf(policy.burst()));
                    };
                    return answer.thenApply(values -> {
                        learn(number(values, 0), sent, now());
                        return values;
                    });
                }),
                timeout,
                context);
    }

    /** Completes when something is known of the clock. */
    private CompletionStage<?> clock(RedisAsyncCommands<byte[], byte[]> commands) {
        if (ahead.get() != UNKNOWN) {
            return CompletableFuture.completedStage(null);
        }
        long sent = now();
        return commands.time()
                .thenAccept(time ->
                        learn(number(time.get(0)) * TimeUnit.SECONDS.toMicros(1) + number(time.get(1)), sent, now()));
    }

    /** What is known stays while it can be true; an answer that was long on its way would tell less. */
    private void learn(long clock, long sent, long received) {
        long least = clock - received;
        ahead.updateAndGet(old -> old >= least && old <= clock - sent ? old : least);
    }

    private static Verdict verdict(Policy policy, List<Object> answer) {
        if (answer.size() == 1) {
            throw new IllegalStateException("the clock of Redis leaps");
        }
        boolean isTaken = number(answer, 1) == 1;
        return switch (policy.algorithm()) {
            case SLIDING_WINDOW ->
                new SlidingWindow(number(answer, 2), number(answer, 3), number(answer, 4)).verdict(policy, isTaken);
            case TOKEN_BUCKET ->
                new TokenBucket(Double.parseDouble(new String((byte[]) answer.get(2), StandardCharsets.US_ASCII)))
                        .verdict(policy, isTaken);
        };
    }

    private long now() {
        return context.nanoTime().getAsLong() / NANOS_OF_A_MICRO;
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    private static long number(List<Object> answer, int index) {
        return (Long) answer.get(index);
    }
}
