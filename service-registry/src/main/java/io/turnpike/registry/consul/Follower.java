package io.turnpike.registry.consul;

import io.turnpike.registry.consul.ConsulHttp.Indexed;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows one thing in Consul by blocking queries, on a thread of its own.
 *
 * <p>As Consul's documentation asks for: the index of an answer goes into the next query, it is dropped when it goes backwards, and
 * answers are not fetched as fast as they change. A pause of nine times the work keeps a node that follows a busy Consul below a
 * tenth of a processor.
 *
 * @param <T> what is read
 */
final class Follower<T> {

    /** How long a query waits for a change. */
    static final Duration WAIT = Duration.ofSeconds(60);

    /** Consul adds up to a sixteenth to the wait. */
    static final Duration PATIENCE = Duration.ofSeconds(70);

    private static final System.Logger LOG = System.getLogger(Follower.class.getName());
    private static final long WORK_SHARE = 9;
    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MOST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Query<T> query;
    private final Handler<T> handler;
    private final Consumer<IOException> failed;
    private final Thread thread;
    private volatile boolean closed;

    /** Asks Consul. */
    @FunctionalInterface
    interface Query<T> {
        /** @param index what the last answer had; 0: answer at once */
        Indexed<T> ask(long index) throws IOException;
    }

    /** Takes an answer. */
    @FunctionalInterface
    interface Handler<T> {
        /**
         * @param whole whether Consul may have become another one since the last answer: nothing of before counts
         * @param askedAt when it was asked
         */
        void take(T answer, boolean whole, long askedAt) throws IOException;
    }

    /** @param failed is told of each failure; the query is made again */
    Follower(String name, Query<T> query, Handler<T> handler, Consumer<IOException> failed) {
        this.query = query;
        this.handler = handler;
        this.failed = failed;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether the thread has ended; asks it to. */
    boolean close(long patienceMillis) throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(patienceMillis);
        return !thread.isAlive();
    }

    private void run() {
        long index = 0;
        while (!closed) {
            long pause;
            try {
                boolean whole = index == 0;
                long askedAt = System.nanoTime();
                Indexed<T> answer = query.ask(index);
                long begin = System.nanoTime();
                whole |= answer.index() < index;
                handler.take(answer.value(), whole, askedAt);
                index = answer.index() < index ? 0 : answer.index();
                pause = Math.max(
                        LEAST_PAUSE_NANOS, Math.min(MOST_PAUSE_NANOS, WORK_SHARE * (System.nanoTime() - begin)));
            } catch (AbandonedException e) {
                index = 0;
                pause = LEAST_PAUSE_NANOS;
            } catch (IOException e) {
                index = 0;
                pause = FAILURE_PAUSE_NANOS;
                if (!closed) {
                    failed.accept(e);
                }
            } catch (RuntimeException | Error e) {
                // Errors too: a server that deploys closes archives under whoever loads classes just then.
                index = 0;
                pause = MOST_PAUSE_NANOS;
                LOG.log(Level.ERROR, "Following Consul failed in a way that was not foreseen; it goes on", e);
            }
            pause(pause);
        }
    }

    private void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            // Only close() interrupts; the next look at it ends the loop.
            Thread.currentThread().interrupt();
        }
    }
}
