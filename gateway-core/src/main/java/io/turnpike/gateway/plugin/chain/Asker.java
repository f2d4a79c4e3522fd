package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Asks the plugins of one request, each where it has to be asked, and goes on when it has answered. One that fails, or does not answer in time,
 * is not asked again for this request. Confined to the serial that it is given.
 */
final class Asker {

    private static final String NOTHING = "the plugin has answered null";

    private final Executor serial;
    private final PluginRuntime runtime;
    private final BiConsumer<BoundPlugin, GatewayException> failed;
    private final Set<BoundPlugin> out = new HashSet<>(2);
    private int epoch;

    /** @param failed is told of a plugin that has failed, and of what the client may know of it */
    Asker(Executor serial, PluginRuntime runtime, BiConsumer<BoundPlugin, GatewayException> failed) {
        this.serial = serial;
        this.runtime = runtime;
        this.failed = failed;
    }

    /** Something to ask a handler. */
    @FunctionalInterface
    interface Question<T> {
        T ask(PluginHandler handler) throws Exception;
    }

    /** What has been asked so far is of no interest any more, whatever comes of it. */
    void forget() {
        epoch++;
    }

    /** Whether a plugin has failed before. */
    boolean isOut(BoundPlugin plugin) {
        return out.contains(plugin);
    }

    /** Asks, and goes on with the answer. */
    <T> void ask(BoundPlugin plugin, String phase, Question<T> question, Consumer<? super T> then) {
        if (!plugin.isInline()) {
            await(
                    plugin,
                    phase,
                    plugin.threads().submit(() -> Objects.requireNonNull(question.ask(plugin.handler()), NOTHING)),
                    then);
            return;
        }
        T answer;
        try {
            answer = Objects.requireNonNull(question.ask(plugin.handler()), NOTHING);
        } catch (Exception | Error e) {
            fail(plugin, phase, e);
            return;
        }
        then.accept(answer);
    }

    /** The same with an answer that may come later. */
    void decide(BoundPlugin plugin, String phase, Question<Decision> question, Consumer<Decision> then) {
        ask(plugin, phase, question, decision -> {
            if (decision instanceof Decision.Later later) {
                // A stage of its own: the plugin's may be others', too, and is not ended with this wait.
                await(
                        plugin,
                        phase,
                        later.stage().thenApply(next -> Objects.requireNonNull(next, NOTHING)),
                        next -> settle(plugin, phase, next, then));
            } else {
                settle(plugin, phase, decision, then);
            }
        });
    }

    private void settle(BoundPlugin plugin, String phase, Decision decision, Consumer<Decision> then) {
        if (decision instanceof Decision.Later) {
            fail(plugin, phase, new IllegalStateException("decided to decide later once more"));
        } else {
            then.accept(decision);
        }
    }

    private <T> void await(
            BoundPlugin plugin, String phase, CompletionStage<? extends T> stage, Consumer<? super T> then) {
        int asked = epoch;
        CompletableFuture<T> answer = new CompletableFuture<>();
        Timer deadline = new Timer();
        deadline.set(() -> answer.completeExceptionally(new TimeoutException()));
        runtime.schedule(deadline, runtime.options().timeout());
        stage.whenComplete((value, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(value);
            }
        });
        var unused = answer.whenComplete((value, failure) -> {
            deadline.clear();
            if (failure != null && stage instanceof CompletableFuture<?> waiting) {
                // What still waits for a thread needs none any more.
                waiting.completeExceptionally(failure);
            }
            serial.execute(() -> {
                if (asked != epoch) {
                    return;
                }
                if (failure != null) {
                    fail(plugin, phase, failure);
                } else {
                    then.accept(value);
                }
            });
        });
    }

    /** A plugin has done what it must not. */
    void fail(BoundPlugin plugin, String phase, Throwable failure) {
        Throwable cause = GatewayException.causeOf(failure);
        out.add(plugin);
        failed.accept(plugin, problem(plugin, phase, cause == null ? failure : cause));
    }

    private GatewayException problem(BoundPlugin plugin, String phase, Throwable cause) {
        Duration timeout = runtime.options().timeout();
        if (cause instanceof TimeoutException || cause instanceof RejectedExecutionException) {
            String what = cause instanceof TimeoutException
                    ? "has not answered after " + timeout.toMillis() + " ms"
                    : "is not asked: too many requests wait for it";
            return new GatewayException(
                            GatewayError.PLUGIN_TIMEOUT,
                            "A plugin did not answer in time; the gateway's log says which")
                    .withLogNote("the plugin " + plugin.key() + ", " + phase + ", " + what);
        }
        plugin.tellFirst(phase, cause);
        return new GatewayException(GatewayError.PLUGIN_FAILED, "A plugin failed; the gateway's log says which")
                .withLogNote("the plugin " + plugin.key() + ", " + phase + ": " + cause);
    }
}
