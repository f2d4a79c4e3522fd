package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Asks plugins what somebody waits for: what they are, and what they make of a configuration. Those that are not built in answer in a bounded time,
 * on threads of their own that no request is asked on. One that does not listen to an interrupt keeps its thread, and one that keeps too many
 * is not asked any more until it has given one back. Safe for use by several threads at once.
 */
public final class PluginQuestions implements AutoCloseable {

    /** A plugin that keeps so many threads is not asked. */
    static final int MOST_STUCK = 8;

    private final Duration timeout;
    private final Map<Class<?>, PluginThreads> threads = new ConcurrentHashMap<>();

    /** With the time that plugins have for everything. */
    public PluginQuestions() {
        this(PluginOptions.TIMEOUT);
    }

    /** @param timeout longest that an answer may take */
    public PluginQuestions(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Asks a plugin.
     *
     * @throws TimeoutException if it does not answer in time, or is not asked; the message goes on after the plugin's name
     * @throws Exception what the question throws
     */
    public <T> T ask(Plugin plugin, Callable<T> question) throws Exception {
        return ask(plugin, question, late -> {});
    }

    /**
     * The same of what may have to be closed.
     *
     * @param tooLate gets an answer that nobody waits for any more
     */
    <T> T ask(Plugin plugin, Callable<T> question, Consumer<? super T> tooLate) throws Exception {
        Plugin origin = plugin instanceof KnownPlugin known ? known.origin() : plugin;
        return ask(origin.getClass(), question, tooLate);
    }

    /** The same of one that there is only the class of. */
    public <T> T ask(Class<? extends Plugin> plugin, Callable<T> question) throws Exception {
        return ask(plugin, question, late -> {});
    }

    private <T> T ask(Class<? extends Plugin> plugin, Callable<T> question, Consumer<? super T> tooLate)
            throws Exception {
        if (BuiltInPlugin.class.isAssignableFrom(plugin)) {
            return question.call();
        }
        PluginThreads own = threads.computeIfAbsent(
                plugin, each -> new PluginThreads(lastPart(each.getName()) + "-asked", each.getClassLoader()));
        if (own.stuck() >= MOST_STUCK) {
            throw new TimeoutException("is not asked, for it has not returned from " + MOST_STUCK + " earlier calls");
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<T> running = own.submit(() -> {
            T value = question.call();
            if (!answer.complete(value)) {
                tooLate.accept(value);
            }
            return value;
        });
        var unused = running.whenComplete((value, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        await(answer, running);
        return settled(answer);
    }

    /** {@link Class#getSimpleName} would load the class around a nested one, which may not be there. */
    private static String lastPart(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private void await(CompletableFuture<?> answer, CompletableFuture<?> running) {
        try {
            var unused = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // It is thrown by what comes next.
        } catch (TimeoutException e) {
            TimeoutException late = new TimeoutException("has not answered within " + inWords(timeout));
            if (answer.completeExceptionally(late)) {
                running.completeExceptionally(late);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (answer.completeExceptionally(new IllegalStateException("interrupted while the plugin was asked"))) {
                running.cancel(true);
            }
        }
    }

    private static <T> T settled(CompletableFuture<T> answer) throws Exception {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static String inWords(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.values().forEach(PluginThreads::close);
    }
}
