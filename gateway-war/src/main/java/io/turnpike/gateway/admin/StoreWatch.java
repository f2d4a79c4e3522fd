package io.turnpike.gateway.admin;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Looks at the store step by step: for a sign of life and, where there may be other gateways, for their changes. For one thread. */
final class StoreWatch {

    private final CommittedRegistrations committed;
    private final StoreTimings timings;
    private final LongSupplier nanoTime;
    private boolean away = true;
    private long pinged;

    StoreWatch(CommittedRegistrations committed, StoreTimings timings, LongSupplier nanoTime) {
        this.committed = committed;
        this.timings = timings;
        this.nanoTime = nanoTime;
    }

    /** One look; returns how long to wait until the next. */
    Duration step() {
        long now = nanoTime.getAsLong();
        boolean pings = away || now - pinged >= timings.ping().toNanos();
        if (pings) {
            pinged = now;
        }
        away = !committed.visit(pings);
        if (away) {
            return timings.failedPing();
        }
        if (!committed.shared()) {
            return timings.ping();
        }
        Duration untilPing = timings.ping().minusNanos(nanoTime.getAsLong() - pinged);
        return timings.poll().compareTo(untilPing) < 0 ? timings.poll() : untilPing;
    }
}
