package io.turnpike.gateway.plugin.ratelimit;

import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.redis.RedisConnection;
import io.turnpike.gateway.plugin.redis.RedisScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What all nodes have counted together. Redis decides and counts in one step, by its own clock, so those of the nodes do not matter, and no two
 * requests get the same place. A key is gone when it counts nothing any more.
 */
final class RedisCounts {

    private static final RedisScript SLIDING_WINDOW = RedisScript.read(RedisCounts.class, "sliding-window.lua");
    private static final RedisScript TOKEN_BUCKET = RedisScript.read(RedisCounts.class, "token-bucket.lua");

    private final RedisConnection redis;
    private final Duration timeout;
    private final PluginContext context;
    private final String prefix;

    /** @param prefix of the keys in Redis */
    RedisCounts(RedisConnection redis, Duration timeout, PluginContext context, String prefix) {
        this.redis = redis;
        this.timeout = timeout;
        this.context = context;
        this.prefix = prefix;
    }

    /** Counts a request if it is to be taken. Fails as {@link RedisConnection#ask}. */
    CompletionStage<Verdict> take(Policy policy, String key) {
        byte[] name = (prefix + key).getBytes(StandardCharsets.UTF_8);
        String limit = String.valueOf(policy.limit());
        String window = String.valueOf(policy.windowMicros());
        return switch (policy.algorithm()) {
            case SLIDING_WINDOW ->
                redis.ask(commands -> SLIDING_WINDOW.run(commands, name, limit, window), timeout, context)
                        .thenApply(answer -> new SlidingWindow(number(answer, 1), number(answer, 2), number(answer, 3))
                                .verdict(policy, number(answer, 0) == 1));
            case TOKEN_BUCKET ->
                redis.ask(
                                commands ->
                                        TOKEN_BUCKET.run(commands, name, limit, window, String.valueOf(policy.burst())),
                                timeout,
                                context)
                        .thenApply(answer -> new TokenBucket(Double.parseDouble(
                                        new String((byte[]) answer.get(1), StandardCharsets.US_ASCII)))
                                .verdict(policy, number(answer, 0) == 1));
        };
    }

    private static long number(List<Object> answer, int index) {
        return (Long) answer.get(index);
    }
}
