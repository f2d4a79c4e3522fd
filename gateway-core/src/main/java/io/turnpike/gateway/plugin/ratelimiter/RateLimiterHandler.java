package io.turnpike.gateway.plugin.ratelimiter;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts requests, and refuses those above a threshold. */
final class RateLimiterHandler implements PluginHandler {

    private final LimitRules rules;
    private final CounterStore store;
    private final PluginContext.Binding binding;
    private final MinuteCounters counters;
    private final AtomicBoolean closed = new AtomicBoolean();

    RateLimiterHandler(LimitRules rules, CounterStore store, PluginContext context) {
        this.rules = rules;
        this.store = store;
        this.binding = context.binding();
        this.counters = store.open(context);
    }

    @Override
    public Decision access(PluginRequest request) throws GatewayException {
        List<MinuteCounters.Claim> claims = rules.claims(request);
        int seconds = claims.isEmpty() ? 0 : counters.take(claims);
        if (seconds == 0) {
            return Decision.proceed();
        }
        return Decision.refuse(new GatewayException(
                GatewayError.RATE_LIMITED,
                "Request threshold reached, please try again later",
                List.of(),
                Map.of("Retry-After", String.valueOf(seconds))));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            store.close(binding);
        }
    }
}
