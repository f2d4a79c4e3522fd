package io.turnpike.gateway.plugin.chain;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The few threads of one plugin: it can use up these, and no others. They are made when they are needed, and end when they have had nothing to do
 * for a minute. One that does not return in time is interrupted; while it does not listen to that, another one takes its place, up to a bound.
 * Safe for use by several threads at once.
 */
final class PluginThreads implements AutoCloseable {

    static final int MOST_THREADS = 4;

    /** So many threads that do not return are replaced. */
    static final int MOST_STUCK = 32;

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_LOGS_WAITING = 1_000;
    private static final long IDLE_SECONDS = 60;
    private static final long CLOSE_MILLIS = 1000;

    private final ThreadPoolExecutor executor;
    private final AtomicInteger logs = new AtomicInteger();
    private int stuck;

    /** @param loader the context class loader of the threads */
    PluginThreads(String plugin, ClassLoader loader) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                MOST_THREADS,
                MOST_THREADS + MOST_STUCK,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                task -> {
                    String name = "turnpike-plugin-" + plugin + '-' + number.incrementAndGet();
                    Thread thread = new Thread(null, task, name, 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(loader);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task; fails with a {@link RejectedExecutionException} if too many wait already. Whoever cancels the result, or completes it with a
     * {@link TimeoutException}, ends the task, as far as it can be ended.
     */
    <T> CompletableFuture<T> submit(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Running running = new Running();
        var unused = result.whenComplete((value, failure) -> {
            if (failure instanceof TimeoutException || failure instanceof CancellationException) {
                running.interrupt();
            }
        });
        try {
            executor.execute(() -> {
                if (!result.isDone() && running.begin()) {
                    try {
                        result.complete(task.call());
                    } catch (Exception | Error e) {
                        result.completeExceptionally(e);
                    } finally {
                        running.end();
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /** Runs a task for which nobody waits, unless too many of them wait already; {@code then} is run in any case. */
    void offer(Runnable task, Runnable then) {
        if (logs.incrementAndGet() > MOST_LOGS_WAITING) {
            logs.decrementAndGet();
            then.run();
            return;
        }
        var unused = this.<Boolean>submit(() -> {
                    task.run();
                    return true;
                })
                .whenComplete((value, failure) -> {
                    logs.decrementAndGet();
                    then.run();
                });
    }

    /** Ends the threads. One that does not listen to an interrupt is left behind: nothing can end it. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            // What is closed there has a moment for that.
            if (executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            executor.shutdownNow();
            if (!executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                System.getLogger(PluginThreads.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "A plugin does not return, and its thread stays: " + executor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many threads have been interrupted and do not return. */
    synchronized int stuck() {
        return stuck;
    }

    private synchronized void countStuck(int more) {
        stuck += more;
        executor.setCorePoolSize(MOST_THREADS + Math.min(stuck, MOST_STUCK));
    }

    /** A task while it runs. */
    private final class Running {

        private @Nullable Thread thread;
        private boolean isStuck;
        private boolean isTooLate;

        /** False if it is too late. */
        synchronized boolean begin() {
            if (!isTooLate) {
                thread = Thread.currentThread();
            }
            return !isTooLate;
        }

        synchronized void interrupt() {
            isTooLate = true;
            if (thread != null) {
                isStuck = true;
                countStuck(1);
                thread.interrupt();
            }
        }

        synchronized void end() {
            thread = null;
            if (isStuck) {
                // It was meant for this task, not for the next.
                Thread.interrupted();
                countStuck(-1);
            }
        }
    }
}
