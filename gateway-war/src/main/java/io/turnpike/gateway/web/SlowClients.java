package io.turnpike.gateway.web;

import io.turnpike.gateway.settings.GatewaySettings;
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
 * Looks at all that waits for clients now and then, as long as there is any, so that nothing waits longer than {@code clientTimeoutSeconds} for a client
 * that neither reads nor sends: nodes are not asked to be patient with those. Safe for use by several threads at once.
 */
@ApplicationScoped
public class SlowClients {

    private static final System.Logger LOGGER = System.getLogger(SlowClients.class.getName());

    /** A client is given up when it has done nothing from one look to the next for more than so many times in a row. */
    static final int MOST_LOOKS_IN_VAIN = 12;

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looks = new AtomicBoolean();

    @Inject
    @SuppressWarnings("NullAway.Init")
    AnswerThreads threads;

    @Inject
    @SuppressWarnings("NullAway.Init")
    GatewaySettings settings;

    /** What may wait for a client. Its methods are called on any thread, perhaps by two at once, and must not block. */
    interface Watched {

        /** Looks whether the client has done its part since the last time, and gives it up if not for {@link #MOST_LOOKS_IN_VAIN}. */
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

    /** From one look to the next. */
    Duration interval() {
        return settings.clientTimeout().dividedBy(MOST_LOOKS_IN_VAIN);
    }

    private void keepLooking() {
        do {
            try {
                while (!all.isEmpty()) {
                    Thread.sleep(interval().toMillis());
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
