package io.turnpike.gateway.task;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does something again and again on a thread of its own, and something last on the same thread: what libraries leave behind in
 * the thread that closes them goes with it. Safe for use by several threads at once.
 */
public final class PeriodicTask {

    /** How long {@link #stop} waits for the step that runs before it interrupts it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long STOP_MILLIS = 15_000;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final System.Logger LOG = System.getLogger(PeriodicTask.class.getName());

    private final String name;
    private final Supplier<Duration> step;
    private final Runnable last;
    private final Duration patience;
    private @Nullable Thread thread;
    private boolean awake;
    private boolean stopped;
    private boolean isAtLast;

    /**
     * @param step what to do; returns how long to wait until it is done again. What it throws is logged, and it is done again soon
     * @param last what to do when it is stopped, if it was ever started
     */
    public PeriodicTask(String name, Supplier<Duration> step, Runnable last) {
        this(name, step, last, PATIENCE);
    }

    PeriodicTask(String name, Supplier<Duration> step, Runnable last, Duration patience) {
        this.name = name;
        this.step = step;
        this.last = last;
        this.patience = patience;
    }

    /** Begins, at once; has no effect the second time, or once it was stopped. */
    public synchronized void start() {
        if (thread == null && !stopped) {
            Thread made = new Thread(this::run, name);
            made.setDaemon(true);
            made.start();
            thread = made;
        }
    }

    /** Cuts the present pause short. */
    public synchronized void wake() {
        awake = true;
        notifyAll();
    }

    /** Ends it: no step begins any more, one that runs is interrupted after a while; what comes last is not. Waits until the thread is gone, for some seconds. */
    public void stop() {
        Thread running;
        synchronized (this) {
            stopped = true;
            running = thread;
            notifyAll();
        }
        if (running == null) {
            return;
        }
        try {
            running.join(patience.toMillis());
            interruptStep(running);
            running.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            interruptStep(running);
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void interruptStep(Thread running) {
        if (!isAtLast) {
            running.interrupt();
        }
    }

    private synchronized void beginLast() {
        isAtLast = true;
        // Left over from stop().
        Thread.interrupted();
    }

    private void run() {
        try {
            while (goesOn()) {
                pause(stepSafely());
            }
        } finally {
            beginLast();
            last.run();
        }
    }

    /** Nothing that a step throws, errors included, ends the thread: nobody would do its work any more. */
    private Duration stepSafely() {
        try {
            return step.get();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, name + " failed in a way that was not foreseen; it goes on", e);
            return AFTER_FAILURE;
        }
    }

    private synchronized boolean goesOn() {
        return !stopped;
    }

    private synchronized void pause(Duration length) {
        long end = System.nanoTime() + Math.max(1_000_000, length.toNanos());
        try {
            for (long left = end - System.nanoTime(); left > 0 && !awake && !stopped; left = end - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts; the next look at it ends the loop.
            return;
        } finally {
            awake = false;
        }
    }
}
