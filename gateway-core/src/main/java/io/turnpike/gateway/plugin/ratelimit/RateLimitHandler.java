package io.turnpike.gateway.plugin.ratelimit;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.ResponseHead;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Takes requests within a policy, refuses those beyond it, and tells clients where they are. */
final class RateLimitHandler implements PluginHandler {

    private static final System.Logger LOGGER = System.getLogger(RateLimitHandler.class.getName());
    private static final String ATTRIBUTE = "rate-limit";

    private final Binding binding;
    private final Policy policy;
    private final RequestKey key;
    private final LocalCounts local;
    private final @Nullable RedisCounts shared;
    private final boolean refusesWhenAway;
    private final boolean tells;
    private final Runnable close;
    private final AtomicBoolean isAway = new AtomicBoolean();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /**
     * @param binding whose requests these are, for the log
     * @param local counts where there is no Redis
     * @param shared counts where there is one
     * @param refusesWhenAway what becomes of requests while Redis does not answer
     * @param tells whether answers have {@code RateLimit} and {@code RateLimit-Policy}
     * @param close lets go of the counts
     */
    RateLimitHandler(
            Binding binding,
            Policy policy,
            RequestKey key,
            LocalCounts local,
            @Nullable RedisCounts shared,
            boolean refusesWhenAway,
            boolean tells,
            Runnable close) {
        this.binding = binding;
        this.policy = policy;
        this.key = key;
        this.local = local;
        this.shared = shared;
        this.refusesWhenAway = refusesWhenAway;
        this.tells = tells;
        this.close = close;
    }

    @Override
    public Decision access(PluginRequest request) {
        String requestKey = key.of(request);
        if (shared == null) {
            return decide(request, local.take(policy, requestKey));
        }
        return Decision.later(shared.take(policy, requestKey)
                .handle((verdict, failure) -> failure == null ? back(request, verdict) : away(failure)));
    }

    @Override
    public void headerFilter(PluginRequest request, ResponseHead head) {
        if (tells && request.attribute(ATTRIBUTE) instanceof Verdict verdict) {
            head.addHeader("RateLimit-Policy", policy.policyField());
            head.addHeader("RateLimit", policy.limitField(verdict));
        }
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            close.run();
        }
    }

    private Decision decide(PluginRequest request, Verdict verdict) {
        request.attribute(ATTRIBUTE, verdict);
        return verdict.admitted()
                ? Decision.proceed()
                : Decision.refuse(new GatewayException(
                        GatewayError.RATE_LIMITED,
                        "Request threshold reached, please try again later",
                        List.of(),
                        Map.of("Retry-After", String.valueOf(verdict.seconds()))));
    }

    private Decision back(PluginRequest request, Verdict verdict) {
        if (isAway.compareAndSet(true, false)) {
            LOGGER.log(Level.INFO, logged("Redis counts again"));
        }
        return decide(request, verdict);
    }

    private Decision away(Throwable failure) {
        // An exception of the connection says in its message which Redis, and what is the matter.
        String why = GatewayException.reasonOf(failure);
        if (isAway.compareAndSet(false, true)) {
            LOGGER.log(
                    Level.WARNING,
                    logged("Redis does not count") + ", and all requests are " + (refusesWhenAway ? "refused" : "taken")
                            + " meanwhile: " + why);
        }
        return refusesWhenAway
                ? Decision.refuse(new GatewayException(
                                GatewayError.LIMITER_UNAVAILABLE,
                                "Requests cannot be counted at present, and none is taken uncounted",
                                List.of(),
                                Map.of("Retry-After", "1"))
                        .withLogNote(why))
                : Decision.proceed();
    }

    private String logged(String what) {
        return "rate-limit, bound to " + binding + ": " + what + " for the policy \"" + policy.name() + '"';
    }
}
