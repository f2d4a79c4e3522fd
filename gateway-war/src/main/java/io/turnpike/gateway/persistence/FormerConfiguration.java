package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import java.util.List;
import java.util.Set;

/**
 * Everything that was registered at an earlier revision.
 *
 * @param outline the revision
 * @param owners the owners as they were then, with the hashes of the keys that they had then; in no particular order
 * @param routes the routes as they were then; in no particular order
 * @param entries the entries as they were then; in no particular order
 * @param reassigned ids of owners that were removed since, are there again, and have been registered more than once: whoever holds one
 *     of these now may not be who held it then
 */
public record FormerConfiguration(
        RevisionOutline outline,
        List<Owner> owners,
        List<RouteDefinition> routes,
        List<Entry> entries,
        Set<String> reassigned) {

    public FormerConfiguration {
        owners = List.copyOf(owners);
        routes = List.copyOf(routes);
        entries = List.copyOf(entries);
        reassigned = Set.copyOf(reassigned);
    }
}
