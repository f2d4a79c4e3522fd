package io.turnpike.registry;

/** A hand-over token is not good for a request; the message says why, for people. */
public final class HandOverRefusedException extends Exception {

    HandOverRefusedException(String message) {
        super(message);
    }
}
