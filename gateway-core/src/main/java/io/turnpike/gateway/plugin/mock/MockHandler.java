package io.turnpike.gateway.plugin.mock;

import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Answers every request the same, at once or after a while. */
final class MockHandler implements PluginHandler {

    private final Decision answer;
    private final Duration delay;
    private final PluginContext context;

    MockHandler(Response response, Duration delay, PluginContext context) {
        this.answer = Decision.answer(response);
        this.delay = delay;
        this.context = context;
    }

    @Override
    public Decision access(PluginRequest request) {
        if (delay.isZero()) {
            return answer;
        }
        CompletableFuture<Decision> later = new CompletableFuture<>();
        context.schedule(() -> later.complete(answer), delay);
        return Decision.later(later);
    }
}
