package io.turnpike.gateway.admin.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who registered services.
 *
 * @param ownerName for people
 * @param ownerId unique name
 * @param apiKeyHash SHA-256 of the API key in lower-case hex; empty if the owner has no key, so that only the master key serves
 * @param formerKeys replaced keys that may still be good, in the order of being replaced
 * @param plainKeyStored whether the database still holds the key itself, as documents of the reference do
 * @param services what the owner registered, in the order given
 */
public record Owner(
        String ownerName,
        String ownerId,
        String apiKeyHash,
        List<FormerKey> formerKeys,
        boolean plainKeyStored,
        List<RegisteredService> services) {

    /** How many replaced keys are remembered; beyond it the one that was replaced first stops. */
    public static final int MOST_FORMER_KEYS = 8;

    public Owner {
        formerKeys = List.copyOf(formerKeys);
        services = List.copyOf(services);
    }

    /** An owner whose key has never been replaced. */
    public Owner(
            String ownerName,
            String ownerId,
            String apiKeyHash,
            boolean plainKeyStored,
            List<RegisteredService> services) {
        this(ownerName, ownerId, apiKeyHash, List.of(), plainKeyStored, services);
    }

    /** The same owner whose key is stored as its hash only. */
    public Owner withHashedKey() {
        return new Owner(ownerName, ownerId, apiKeyHash, formerKeys, false, services);
    }

    /** The same owner with another name and other services. */
    public Owner withRegistration(String name, List<RegisteredService> registered) {
        return new Owner(name, ownerId, apiKeyHash, formerKeys, false, registered);
    }

    /** The same owner with other services. */
    public Owner withServices(List<RegisteredService> registered) {
        return new Owner(ownerName, ownerId, apiKeyHash, formerKeys, plainKeyStored, registered);
    }

    /** The same owner with another key; no other one is good any more. */
    public Owner withOnlyKey(String newKeyHash) {
        return new Owner(ownerName, ownerId, newKeyHash, List.of(), false, services);
    }

    /**
     * The same owner with another key. The one that it had is good for a while yet, and so are those that it had before, each
     * until its own end.
     *
     * @param now keys that have ended by then are forgotten
     * @param until the end of the one that is replaced
     */
    public Owner withNewKey(String newKeyHash, Instant now, Instant until) {
        List<FormerKey> former = new ArrayList<>(formerKeys);
        if (!apiKeyHash.isEmpty()) {
            former.add(new FormerKey(apiKeyHash, until));
        }
        former.removeIf(key -> !key.until().isAfter(now));
        int surplus = Math.max(0, former.size() - MOST_FORMER_KEYS);
        return new Owner(ownerName, ownerId, newKeyHash, former.subList(surplus, former.size()), false, services);
    }
}
