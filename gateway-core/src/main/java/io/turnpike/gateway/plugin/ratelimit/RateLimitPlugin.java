package io.turnpike.gateway.plugin.ratelimit;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.common.RefCounted;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.plugin.redis.RedisConnection;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import io.turnpike.gateway.plugin.redis.RedisTarget;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code rate-limit}: so many requests of somebody in a while, see {@code docs/plugins-more.md}. */
public final class RateLimitPlugin extends BuiltInPlugin {

    private static final long DEFAULT_WINDOW_SECONDS = 60;

    private final RedisConnections connections;
    private final RefCounted<Counted, LocalCounts> counts = new RefCounted<>();

    /** @param connections are shared with other plugins, and closed by nobody here */
    public RateLimitPlugin(RedisConnections connections) {
        super("rate-limit", 5900, Phase.ACCESS, Phase.HEADER_FILTER);
        this.connections = connections;
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        Policy policy = policy(configuration);
        RequestKey key = RequestKey.read(configuration);
        if (key.isNamed() == key.name().isEmpty()) {
            faults.add(
                    "/Name",
                    key.isNamed()
                            ? "Name: it is missing (expected: the name of the " + key.by() + ')'
                            : "Name: it has no meaning with By \"" + key.by() + "\" (expected: none)");
        } else if (key.by().equals("header")) {
            faults.read("/Name", key.name(), HeaderText::name);
        }
        if (configuration.has("Burst") && policy.algorithm() != Algorithm.TOKEN_BUCKET) {
            faults.add("/Burst", "Burst: a sliding window has none (expected: the Algorithm token-bucket with it)");
        }
        RedisTarget target = RedisTarget.read(configuration, faults);
        if (configuration.has("WhenAway") && !configuration.has("Redis")) {
            faults.add("/WhenAway", "WhenAway: there is no Redis that could be away (expected: Redis with it)");
        }
        faults.throwIfAny();
        return handler(policy, key, target, configuration, context);
    }

    /** How many bindings count on this node; for tests. */
    int counted() {
        return counts.size();
    }

    private PluginHandler handler(
            Policy policy,
            RequestKey key,
            @Nullable RedisTarget target,
            PluginConfiguration configuration,
            PluginContext context) {
        Counted counted = new Counted(context.binding(), policy.algorithm(), policy.windowMicros(), key);
        LocalCounts local = counts.acquire(counted, each -> new LocalCounts(context.nanoTime()));
        RedisConnection redis = target == null ? null : connections.acquire(target);
        return new RateLimitHandler(
                context.binding(),
                policy,
                key,
                local,
                redis == null
                        ? null
                        : new RedisCounts(redis, RedisTarget.timeout(configuration), context, counted.prefix()),
                configuration.text("WhenAway").orElse("allow").equals("refuse"),
                configuration.flag("Headers", true),
                () -> {
                    counts.release(counted);
                    if (redis != null) {
                        connections.release(redis);
                    }
                });
    }

    private static Policy policy(PluginConfiguration configuration) {
        long limit = configuration.number("Limit", 1);
        return new Policy(
                configuration.text("Policy").orElse("default"),
                Algorithm.of(configuration.text("Algorithm").orElse("")),
                limit,
                configuration.number("Window", DEFAULT_WINDOW_SECONDS) * Policy.MICROS,
                configuration.number("Burst", limit));
    }

    /** What two configurations of a binding must agree on to go on with the same counts; the limit is not part of it. */
    private record Counted(Binding binding, Algorithm algorithm, long windowMicros, RequestKey key) {

        String prefix() {
            return "turnpike:rate-limit:" + binding.scope().name().toLowerCase(Locale.ROOT) + ':'
                    + binding.target() + ':' + algorithm.word() + ':' + windowMicros + ':' + key.by() + ':'
                    + key.name() + ':';
        }
    }
}
