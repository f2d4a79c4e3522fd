package io.turnpike.gateway.admin.model;

import java.util.List;

/**
 * Somebody who registered services.
 *
 * @param ownerName for people
 * @param ownerId unique name
 * @param apiKeyHash SHA-256 of the API key in lower-case hex; empty if the owner has no key, so that only the master key serves
 * @param plainKeyStored whether the database still holds the key itself, as documents of the reference do
 * @param services what the owner registered, in the order given
 */
public record Owner(
        String ownerName, String ownerId, String apiKeyHash, boolean plainKeyStored, List<RegisteredService> services) {

    public Owner {
        services = List.copyOf(services);
    }

    /** The same owner whose key is stored as its hash only. */
    public Owner withHashedKey() {
        return new Owner(ownerName, ownerId, apiKeyHash, false, services);
    }
}
