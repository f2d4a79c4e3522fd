package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Owner;
import java.util.List;
import java.util.Set;

/**
 * Everything that was registered at an earlier revision.
 *
 * @param outline the revision
 * @param owners the owners as they were then, with the hashes of the keys that they had then; in no particular order
 * @param removedSince ids of owners that a later revision removed, whether or not there is one of that id again
 */
public record FormerConfiguration(RevisionOutline outline, List<Owner> owners, Set<String> removedSince) {

    public FormerConfiguration {
        owners = List.copyOf(owners);
        removedSince = Set.copyOf(removedSince);
    }
}
