package io.turnpike.registry.memory;

import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The registry's time: what the clocks say, and a way to be woken. Tests step it by hand. */
interface Alarm extends AutoCloseable {

    /** A monotonic clock, as {@link System#nanoTime}. */
    long nanoTime();

    /** Wall time. */
    InstantSource wallClock();

    /** Runs a task once, after a delay, on another thread. */
    void wake(Runnable task, long delayNanos);

    /** Nothing that is still waiting is run. */
    @Override
    void close();

    /** The system's clocks, and a daemon thread that lives until {@link #close}. */
    static Alarm system() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "turnpike-registry-expiry");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRejectedExecutionHandler(new ScheduledThreadPoolExecutor.DiscardPolicy());
        return new Alarm() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public InstantSource wallClock() {
                return InstantSource.system();
            }

            @Override
            public void wake(Runnable task, long delayNanos) {
                executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void close() {
                executor.shutdownNow();
            }
        };
    }
}
