package io.turnpike.gateway.persistence;

/** A revision is larger than a document of the database can be. */
public final class RevisionTooLargeException extends Exception {

    public RevisionTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
