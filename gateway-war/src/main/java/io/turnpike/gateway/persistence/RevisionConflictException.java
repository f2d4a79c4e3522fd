package io.turnpike.gateway.persistence;

/** Somebody else has made a revision of that number; the change has to be redone on the new state. */
public final class RevisionConflictException extends Exception {

    public RevisionConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
