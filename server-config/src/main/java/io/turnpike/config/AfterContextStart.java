package io.turnpike.config;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an application's own threads do first, once the server has started the application's context.
 *
 * <p>Payara closes the archives of an application when it has started its context ({@code StandardContext.start}, {@code closeJARs}), under
 * whatever thread loads a class just then. The class is missing this once; a class whose initialization needed it is unusable for as long as the
 * application lives (JVMS 5.5), see Payara's issue 693. There is no event for the end of the start, so the stack of the thread that starts the
 * application is looked at. Servers without such a context, and starts that have ended, let the work begin at once.
 *
 * <p>Safe for use by several threads at once.
 */
public final class AfterContextStart implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AfterContextStart.class.getName());

    private static final String CONTEXT = "org.apache.catalina.core.StandardContext";
    private static final long LOOK_MILLIS = 5;

    /** Longer than any start that does not hang; whatever comes then is better than a gateway that never begins. */
    private static final long MOST_LOOKS = TimeUnit.MINUTES.toMillis(2) / LOOK_MILLIS;

    private final Thread starter;
    private final String context;
    private final Runnable work;
    private final @Nullable Thread waiting;

    // Guarded by this.
    private boolean closed;

    private AfterContextStart(Thread starter, String context, String name, Runnable work) {
        this.starter = starter;
        this.context = context;
        this.work = work;
        if (isStarting()) {
            this.waiting = new Thread(this::awaitAndBegin, name);
            this.waiting.setDaemon(true);
        } else {
            this.waiting = null;
        }
    }

    /**
     * Does something after the start of the application that the calling thread is in the middle of: on a thread of its own, or here and now
     * if it is in none.
     *
     * @param name of the thread that waits
     * @param work what to do; what it throws on a thread of its own is logged
     */
    public static AfterContextStart begin(String name, Runnable work) {
        return begin(CONTEXT, name, work);
    }

    /** @param context name of the class whose methods start an application */
    static AfterContextStart begin(String context, String name, Runnable work) {
        AfterContextStart after = new AfterContextStart(Thread.currentThread(), context, name, work);
        if (after.waiting == null) {
            work.run();
        } else {
            after.waiting.start();
        }
        return after;
    }

    /** What has not begun does not begin any more; what has is waited for. An interrupt ends the waiting. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (waiting == null) {
            return;
        }
        try {
            waiting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAndBegin() {
        if (!awaitStart()) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "What begins after the start of the application has failed", e);
        }
    }

    /** Whether to begin. */
    private synchronized boolean awaitStart() {
        try {
            for (long looks = 0; looks < MOST_LOOKS && !closed && isStarting(); looks++) {
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a server that ends.
            return false;
        }
        return !closed;
    }

    private boolean isStarting() {
        for (StackTraceElement frame : starter.getStackTrace()) {
            if (frame.getClassName().equals(context)) {
                return true;
            }
        }
        return false;
    }
}
