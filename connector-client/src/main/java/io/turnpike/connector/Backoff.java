package io.turnpike.connector;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: exponential backoff with full jitter (M. Brooker, "Exponential Backoff And
 * Jitter", AWS Architecture Blog, 2015), so that the servers of a gateway that comes back do not arrive all at once.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 200;

    private final long capMillis;
    private final RandomGenerator random;

    /** @param cap the longest wait */
    Backoff(Duration cap, RandomGenerator random) {
        this.capMillis = Math.max(1, cap.toMillis());
        this.random = random;
    }

    /** @param failures how many there were in a row, 1 or more */
    Duration after(int failures) {
        long ceiling = Math.min(capMillis, FIRST_MILLIS << Math.min(failures - 1, 20));
        return Duration.ofMillis(1 + random.nextLong(ceiling));
    }
}
