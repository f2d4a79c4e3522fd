package io.turnpike.registry;

import java.time.Duration;

/**
 * How long silence is borne.
 *
 * @param timeToLift after this long without a heartbeat an instance gets no more calls
 * @param timeToDie after this long without a heartbeat an instance is forgotten; never less than {@code timeToLift}
 */
public record HealthTimings(Duration timeToLift, Duration timeToDie) {

    public HealthTimings {
        if (timeToLift.isNegative() || timeToLift.isZero()) {
            throw new IllegalArgumentException("timeToLift: " + timeToLift + " (expected: > 0)");
        }
        if (timeToDie.compareTo(timeToLift) < 0) {
            throw new IllegalArgumentException(
                    "timeToDie: " + timeToDie + " (expected: >= timeToLift, " + timeToLift + ")");
        }
    }
}
