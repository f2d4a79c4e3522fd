package io.turnpike.gateway.admin;

import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.StoreUnavailableException;

/** A question to the store. */
@FunctionalInterface
interface StoreQuestion<T> {

    /** @param now the current state */
    T ask(ConfigurationStore store, RegistrationState now) throws StoreUnavailableException;
}
