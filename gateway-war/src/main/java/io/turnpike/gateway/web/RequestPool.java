package io.turnpike.gateway.web;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what is left to do for requests on threads that end when they are idle. Safe for use by several threads at once. */
final class RequestPool implements Executor, AutoCloseable {

    private static final int IDLE_SECONDS = 10;
    private static final int CLOSE_SECONDS = 2;

    private final ThreadPoolExecutor pool;

    /** @param mostWaiting tasks, besides those that run */
    RequestPool(int mostThreads, int mostWaiting, ThreadFactory threads) {
        pool = new ThreadPoolExecutor(
                mostThreads,
                mostThreads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(mostWaiting),
                threads);
        pool.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException if too many tasks wait, or it is closed */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Does what is waiting, then ends; not longer than two seconds. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
