package io.turnpike.gateway.web;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Looks at all that waits for clients every five seconds, as long as there is any, so that nothing waits for ever for a client that neither
 * reads nor sends: nodes are not asked to be patient with those. Safe for use by several threads at once.
 */
@ApplicationScoped
public class SlowClients {

    private static final System.Logger LOGGER = System.getLogger(SlowClients.class.getName());

    /** From one look to the next. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** So long a client may do nothing: nginx's ({@code client_body_timeout}, {@code send_timeout}). */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looks = new AtomicBoolean();

    @Inject
    @SuppressWarnings("NullAway.Init")
    AnswerThreads threads;

    /** What may wait for a client. Its methods are called on any thread, perhaps by two at once, and must not block. */
    interface Watched {

        /** Looks whether the client has done its part since the last time, and gives it up if not for too long. */
        void look();

        /** Gives the client up now: cuts its connection. May be called more than once. */
        void cut();
    }

    /** To be looked at from now on, until {@link #ended}; after the end of the application nobody looks. */
    void began(Watched client) {
        all.add(client);
        if (looks.compareAndSet(false, true) && !threads.tryExecute(this::keepLooking)) {
            looks.set(false);
        }
    }

    /** Not to be looked at any more. */
    void ended(Watched client) {
        all.remove(client);
    }

    /**
     * Gives up all clients there are, so that the application can end. The lifecycle calls it before the threads end, and the container once
     * more, for those that came in between.
     */
    @PreDestroy
    public void cutAll() {
        forEach(Watched::cut);
    }

    /** One look at each. */
    void lookAtAll() {
        forEach(Watched::look);
    }

    /** One that fails does not keep the others from their turn. */
    private void forEach(Consumer<Watched> task) {
        for (Watched client : all) {
            try {
                task.accept(client);
            } catch (RuntimeException e) {
                LOGGER.log(Level.ERROR, "A client cannot be looked at", e);
            }
        }
    }

    private void keepLooking() {
        do {
            try {
                while (!all.isEmpty()) {
                    Thread.sleep(INTERVAL.toMillis());
                    lookAtAll();
                }
            } catch (InterruptedException e) {
                // The application ends.
                Thread.currentThread().interrupt();
                return;
            } finally {
                looks.set(false);
            }
        } while (!all.isEmpty() && looks.compareAndSet(false, true));
    }
}
