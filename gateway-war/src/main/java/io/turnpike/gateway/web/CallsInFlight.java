package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.SnapshotHolder;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls that wait for a backend, so that the end of the application can wait for them. Safe for several threads. */
@ApplicationScoped
public class CallsInFlight {

    private static final System.Logger LOGGER = System.getLogger(CallsInFlight.class.getName());

    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch none = new CountDownLatch(1);
    private volatile boolean ending;

    @Inject
    SnapshotHolder snapshots;

    @Inject
    GatewaySettings settings;

    /** As long as a call may take now. */
    Duration longest() {
        return snapshots.current().map(GatewaySnapshot::longestCall).orElse(settings.callTimeout());
    }

    void began() {
        calls.incrementAndGet();
    }

    /** To be called once for each {@link #began}, when the answer has been written. */
    void ended() {
        if (calls.decrementAndGet() == 0 && ending) {
            none.countDown();
        }
    }

    /** Waits for the end of the calls, the first time it is asked as long as a call may take; returns how many there still are. */
    public int awaitEnd() {
        return awaitNone(ending ? Duration.ZERO : longest());
    }

    /**
     * Waits until there is a moment without any call.
     *
     * @return how many there still are; 0 unless {@code patience} is over or the thread is interrupted
     */
    int awaitNone(Duration patience) {
        ending = true;
        int waiting = calls.get();
        if (waiting == 0) {
            return 0;
        }
        if (!patience.isZero()) {
            LOGGER.log(
                    Level.INFO,
                    "Turnpike stops, and waits for the end of " + Counted.of(waiting, "call") + ", at most "
                            + patience.toSeconds() + " s");
        }
        try {
            return none.await(patience.toMillis(), TimeUnit.MILLISECONDS) ? 0 : calls.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return calls.get();
        }
    }
}
