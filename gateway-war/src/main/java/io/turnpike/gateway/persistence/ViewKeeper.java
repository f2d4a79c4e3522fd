package io.turnpike.gateway.persistence;

import java.lang.System.Logger.Level;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Has the view follow the revisions that this gateway makes, and those that it finds the view to lack, on a thread of its own: a change is made when its revision is, and a
 * database that takes long to change thousands of documents is to hold up neither that nor a start. What is not done at the end, or fails, the next commit or load does. Safe for several threads.
 */
final class ViewKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ViewKeeper.class.getName());
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;

    private final OwnersView view;
    private final String description;
    private final ThreadPoolExecutor thread;

    /** How often it was told of revisions since the view was last known to be up to date. */
    private final AtomicInteger made = new AtomicInteger();

    ViewKeeper(OwnersView view, String description) {
        this.view = view;
        this.description = description;
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread worker = new Thread(work, "turnpike-view");
            worker.setDaemon(true);
            return worker;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** A revision has been made. */
    void follow(Document revision) {
        start(revision);
    }

    /** The view lacks revisions of others, or of earlier. */
    void catchUp() {
        start(null);
    }

    private void start(@Nullable Document revision) {
        if (made.incrementAndGet() == 1) {
            try {
                thread.execute(() -> work(revision));
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "Closed; the next load goes on", e);
            }
        }
    }

    /** Until the view has all that has been made. */
    private void work(@Nullable Document revision) {
        @Nullable Document only = revision;
        int seen;
        do {
            seen = made.get();
            try {
                if (only != null && seen == 1) {
                    view.take(only);
                } else {
                    view.bringUpToDate();
                }
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    LOG.log(
                            Level.INFO,
                            "The documents of {0} are not up to date yet; the next start or change goes on with them",
                            description);
                    return;
                }
                LOG.log(
                        Level.WARNING,
                        "The last revision is committed, but the documents of {0} are not up to date yet: {1}",
                        description,
                        e.getMessage());
            }
            only = null;
        } while (made.addAndGet(-seen) > 0 && !Thread.currentThread().isInterrupted());
    }

    /** Gives what is left to do a moment, and leaves the rest to the next load; the thread is gone then. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
                thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
