package io.turnpike.gateway.persistence;

/** The store holds a revision that is not what a revision looks like; it will be so until somebody changes the document. */
public final class UnreadableRevisionException extends RuntimeException {

    /** @param message which revision, and what is wrong with it */
    public UnreadableRevisionException(String message) {
        super(message);
    }
}
