package io.turnpike.registry;

/** What listeners are told of a service that has instances, all of which look dead at once. */
public enum WhenAllDead {
    /** That there is none: calls fail at once. */
    FAIL,
    /** All that are known: heartbeats may be wrong, and a call can tell. */
    CALL
}
