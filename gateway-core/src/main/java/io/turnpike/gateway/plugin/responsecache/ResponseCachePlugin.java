package io.turnpike.gateway.plugin.responsecache;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.plugin.redis.RedisConnection;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import io.turnpike.gateway.plugin.redis.RedisTarget;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code response-cache}: answers again what was answered before, see {@code docs/plugins-more.md}. */
public final class ResponseCachePlugin extends BuiltInPlugin {

    private static final long DEFAULT_TTL_SECONDS = 60;
    private static final long DEFAULT_BODY_BYTES = 1 << 20;
    private static final long DEFAULT_BYTES = 64L << 20;
    private static final Set<Integer> DEFAULT_STATUSES = Set.of(200, 301, 404);

    private final RedisConnections connections;

    /** @param connections are shared with other plugins, and closed by nobody here */
    public ResponseCachePlugin(RedisConnections connections) {
        super("response-cache", 4500, Phase.ACCESS, Phase.HEADER_FILTER, Phase.BODY_FILTER);
        this.connections = connections;
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        List<String> headers = configuration.texts("Headers");
        for (int i = 0; i < headers.size(); i++) {
            faults.read("/Headers/" + i, headers.get(i), HeaderText::name);
        }
        RedisTarget target = RedisTarget.read(configuration, faults);
        if (configuration.has("MaxBytes") && configuration.has("Redis")) {
            faults.add("/MaxBytes", "MaxBytes: Redis bounds its memory itself (expected: no MaxBytes with it)");
        }
        faults.throwIfAny();
        Set<Integer> statuses = configuration.has("Statuses")
                ? configuration.elements("Statuses").stream()
                        .flatMap(each -> each.value() instanceof BigDecimal number
                                ? Stream.of(number.intValue())
                                : Stream.empty())
                        .collect(Collectors.toUnmodifiableSet())
                : DEFAULT_STATUSES;
        AnswerStore store = target == null
                ? new LocalStore(configuration.number("MaxBytes", DEFAULT_BYTES))
                : shared(target, configuration, context);
        return new ResponseCacheHandler(
                store,
                new Rules(configuration.number("Ttl", DEFAULT_TTL_SECONDS), statuses),
                headers.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                configuration.number("MaxBodyBytes", DEFAULT_BODY_BYTES),
                context.time());
    }

    private AnswerStore shared(RedisTarget target, PluginConfiguration configuration, PluginContext context) {
        RedisConnection redis = connections.acquire(target);
        AtomicBoolean closed = new AtomicBoolean();
        PluginContext.Binding binding = context.binding();
        String prefix = "turnpike:response-cache:" + binding.scope().name().toLowerCase(Locale.ROOT) + ':'
                + binding.target() + ':';
        return new RedisStore(redis, RedisTarget.timeout(configuration), context, prefix, () -> {
            if (closed.compareAndSet(false, true)) {
                connections.release(redis);
            }
        });
    }
}
