package io.turnpike.gateway.plugin.responsecache;

import io.lettuce.core.SetArgs;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.redis.RedisConnection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps answers in Redis, for all nodes; Redis forgets them when they are not fresh any more. */
final class RedisStore implements AnswerStore {

    private static final System.Logger LOGGER = System.getLogger(RedisStore.class.getName());

    private final RedisConnection redis;
    private final Duration timeout;
    private final PluginContext context;
    private final String prefix;
    private final Runnable close;
    private final AtomicBoolean isAway = new AtomicBoolean();

    /** @param prefix of the keys in Redis */
    RedisStore(RedisConnection redis, Duration timeout, PluginContext context, String prefix, Runnable close) {
        this.redis = redis;
        this.timeout = timeout;
        this.context = context;
        this.prefix = prefix;
        this.close = close;
    }

    @Override
    public CompletionStage<@Nullable Stored> get(String key) {
        return redis.<byte @Nullable []>ask(commands -> commands.get(name(key)), timeout, context)
                .handle((bytes, failure) -> {
                    tell(failure);
                    return failure != null || bytes == null ? null : decoded(bytes);
                });
    }

    /** Says once that it is away, which may be for no other reason than that it is slow, and once that it is back. */
    private void tell(@Nullable Throwable failure) {
        boolean away = failure != null;
        if (isAway.compareAndSet(!away, away)) {
            String who = "response-cache, bound to " + context.binding() + ": ";
            LOGGER.log(
                    away ? Level.WARNING : Level.INFO,
                    away
                            ? who + "Redis does not answer, and every request is a miss meanwhile: "
                                    + GatewayException.reasonOf(failure)
                            : who + "Redis answers again");
        }
    }

    @Override
    public void put(String key, Stored stored, long lifeMillis) {
        byte[] bytes = stored.encoded();
        var unused =
                redis.ask(commands -> commands.set(name(key), bytes, SetArgs.Builder.px(lifeMillis)), timeout, context);
    }

    @Override
    public void close() {
        close.run();
    }

    private byte[] name(String key) {
        return (prefix + key).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Stored decoded(byte[] bytes) {
        try {
            return Stored.decoded(bytes);
        } catch (IOException e) {
            // Another version of the gateway has stored it.
            return null;
        }
    }
}
