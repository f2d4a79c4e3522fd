package io.turnpike.registry;

/** What its heartbeats say of an instance. */
public enum InstanceHealth {
    /** The last heartbeat is younger than {@code timeToLift}. */
    PASSING,
    /** Older than {@code timeToLift}, younger than {@code timeToDie}: not called, but still known. */
    CRITICAL
}
