package io.turnpike.it.harness;

/** A process that is waited for has ended: there is nothing to wait for any more. */
public final class ProcessEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProcessEndedException(String message) {
        super(message);
    }
}
