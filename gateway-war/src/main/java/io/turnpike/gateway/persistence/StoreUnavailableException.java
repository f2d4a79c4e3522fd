package io.turnpike.gateway.persistence;

import org.jspecify.annotations.Nullable;

/** The database does not answer at the moment; the same call may succeed later. */
public final class StoreUnavailableException extends Exception {

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
