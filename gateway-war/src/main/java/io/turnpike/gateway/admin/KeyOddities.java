package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Keys of old databases that are not good for their owner. */
final class KeyOddities {

    private KeyOddities() {}

    /** @param oddities is told of each, in a sentence */
    static void tell(Collection<Owner> owners, Consumer<String> oddities) {
        Map<String, String> firstOwners = new HashMap<>();
        for (Owner owner : owners) {
            String hash = owner.apiKeyHash();
            String first = hash.isEmpty() ? null : firstOwners.putIfAbsent(hash, owner.ownerId());
            if (MasterKey.isWellKnown(hash)) {
                oddities.accept("The API key of owner " + owner.ownerId()
                        + " is the well-known master key, which is not taken as an owner's");
            } else if (first != null) {
                oddities.accept("The API key of owner " + owner.ownerId() + " is not good for it: owner " + first
                        + " has the same one");
            }
        }
    }
}
