package io.turnpike.registry;

/** The registry cannot be reached at the moment; the same call may succeed later. */
public final class RegistryUnavailableException extends Exception {

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
