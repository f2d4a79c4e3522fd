package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Owner;
import java.util.List;

/**
 * Everything that is registered, at one revision.
 *
 * @param revision number of the last revision; 0 if there is none
 * @param owners the owners, oldest first; no two have the same {@code ownerId}
 */
public record StoredConfiguration(long revision, List<Owner> owners) {

    public StoredConfiguration {
        owners = List.copyOf(owners);
    }
}
