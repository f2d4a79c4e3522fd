package io.turnpike.gateway.persistence;

/** Opens the configuration store; may be tried again when it fails. */
@FunctionalInterface
public interface StoreOpener {

    /**
     * Opens the store.
     *
     * @throws StoreUnavailableException if it cannot be used at the moment; the message says why
     */
    ConfigurationStore open() throws StoreUnavailableException;
}
