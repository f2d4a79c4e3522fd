package io.turnpike.gateway.web;

import io.turnpike.gateway.upstream.Serial;
import jakarta.servlet.AsyncContext;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * What comes after an answer. The server may still wait for the rest of the request, in {@code complete} and after it, perhaps on a thread;
 * so the client is looked at until the server is done with it. Confined to one {@link Serial}, but for {@link #end}.
 */
final class PassageEnd {

    private static final System.Logger LOGGER = System.getLogger(PassageEnd.class.getName());

    private final Executor serial;
    private final BooleanSupplier isDraining;
    private final Runnable cut;
    private final Runnable answered;
    private final Runnable ended;
    private final AtomicBoolean isAnswered = new AtomicBoolean();
    private final AtomicBoolean isEnded = new AtomicBoolean();
    private boolean hasReturned;
    private boolean isComplete;
    private int looks;

    /** @param serial runs what changes this
     * @param isDraining whether the server, after it has said that all is over, still reads the request
     * @param cut ends the connection
     * @param answered is run once, when no more is done for the answer
     * @param ended is run once, when the server does not wait for the client either; after {@code answered} */
    PassageEnd(Executor serial, BooleanSupplier isDraining, Runnable cut, Runnable answered, Runnable ended) {
        this.serial = serial;
        this.isDraining = isDraining;
        this.cut = cut;
        this.answered = answered;
        this.ended = ended;
    }

    /**
     * Ends the request.
     *
     * @param blocking runs {@code complete}
     * @param lingers whether that may wait for the client: then the answer counts as done before
     */
    void complete(AsyncContext context, Executor blocking, boolean lingers) {
        if (lingers) {
            answered();
        }
        blocking.execute(() -> complete(context));
    }

    private void complete(AsyncContext context) {
        Runnable then = this::returned;
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOGGER.log(Level.DEBUG, "The server has completed a request by itself: {0}", e);
            then = () -> {
                returned();
                completed();
            };
        } finally {
            answered();
            serial.execute(then);
        }
    }

    /** The request is not ended by the gateway, but whenever the server sees fit. */
    void leaveOpen() {
        answered();
        returned();
    }

    private void returned() {
        hasReturned = true;
        settle();
    }

    /** The server says that the request is complete. */
    void completed() {
        isComplete = true;
        settle();
    }

    /** One look at a client that lingers; cuts its connection after so long (nginx: {@code lingering_time}). */
    void look() {
        settle();
        if (!isEnded.get() && ++looks > SlowClients.MOST_LOOKS_IN_VAIN) {
            looks = 0;
            cut.run();
            if (hasReturned) {
                end();
            }
        }
    }

    /** Cuts the connection, unless the server is done with it. */
    void cut() {
        if (!isEnded.get()) {
            cut.run();
        }
    }

    private void settle() {
        if (hasReturned && isComplete && !isDraining.getAsBoolean()) {
            end();
        }
    }

    /** No more is done for the answer. */
    void answered() {
        if (isAnswered.compareAndSet(false, true)) {
            answered.run();
        }
    }

    /** Nothing is left to do. */
    void end() {
        answered();
        if (isEnded.compareAndSet(false, true)) {
            ended.run();
        }
    }
}
