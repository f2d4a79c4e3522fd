package io.turnpike.gateway.plugin.chain;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * What one handler has run later or on threads, until {@link #close}: then nothing more of it begins, and what blocks is interrupted. Safe for use
 * by several threads at once.
 */
final class HandlerTasks {

    private final BiConsumer<Runnable, Duration> timers;
    private final Set<Runnable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /** @param timers runs a task after a while */
    HandlerTasks(BiConsumer<Runnable, Duration> timers) {
        this.timers = timers;
    }

    /** Runs a task after a while, unless this has been closed by then. */
    void schedule(Runnable task, Duration delay) {
        Timer timer = new Timer();
        Runnable end = timer::clear;
        timer.set(() -> {
            open.remove(end);
            task.run();
        });
        add(end);
        try {
            timers.accept(timer, delay);
        } catch (RuntimeException e) {
            open.remove(end);
            throw e;
        }
    }

    /** Runs a task on a thread; the stage fails with a {@link CancellationException} if this is closed before. */
    <T> CompletionStage<T> block(Callable<T> task, PluginThreads threads) {
        CompletableFuture<T> result = threads.submit(() -> {
            if (isClosed) {
                // A thread has become free before this could be cancelled.
                throw new CancellationException();
            }
            return task.call();
        });
        Runnable end = () -> result.cancel(true);
        add(end);
        var unused = result.whenComplete((value, failure) -> open.remove(end));
        return result;
    }

    /** {@code end} is run by {@link #close}, at once if that has been called. */
    private void add(Runnable end) {
        open.add(end);
        if (isClosed && open.remove(end)) {
            end.run();
        }
    }

    void close() {
        isClosed = true;
        open.forEach(Runnable::run);
        open.clear();
    }
}
