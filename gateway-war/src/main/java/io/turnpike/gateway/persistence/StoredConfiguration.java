package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import java.util.List;

/**
 * Everything that is registered, at one revision.
 *
 * @param revision number of the last revision; 0 if there is none
 * @param owners the owners, oldest first; no two have the same {@code ownerId}
 * @param routes the routes, in no particular order; no two have the same id
 * @param entries all else, in no particular order; no two have the same id
 */
public record StoredConfiguration(
        long revision, List<Owner> owners, List<CheckedRoute> routes, List<StoredEntry> entries) {

    public StoredConfiguration {
        owners = List.copyOf(owners);
        routes = List.copyOf(routes);
        entries = List.copyOf(entries);
    }
}
