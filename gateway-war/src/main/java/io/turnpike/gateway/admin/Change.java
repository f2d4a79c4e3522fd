package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.persistence.RouteChanges;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.ServiceDefinition;
import java.util.List;
import java.util.Map;

/**
 * What a change makes of a state.
 *
 * @param owners the touched owners as they are from then on
 * @param compiled their services
 * @param removed ids of owners that go
 * @param routes what becomes of routes
 * @param entries what becomes of all else
 * @param note what the revision's summary begins with; may be empty
 */
record Change(
        List<Owner> owners,
        Map<ServiceDefinition, CompiledService> compiled,
        List<String> removed,
        RouteChanges routes,
        EntryChanges entries,
        String note) {

    /** A change after which every owner is still there, and all else as it was. */
    Change(List<Owner> owners, Map<ServiceDefinition, CompiledService> compiled) {
        this(owners, compiled, List.of(), RouteChanges.NONE, EntryChanges.NONE, "");
    }

    /** A change of routes alone. */
    static Change ofRoutes(RouteChanges routes) {
        return new Change(List.of(), Map.of(), List.of(), routes, EntryChanges.NONE, "");
    }

    /** A change of entries alone. */
    static Change ofEntries(EntryChanges entries) {
        return new Change(List.of(), Map.of(), List.of(), RouteChanges.NONE, entries, "");
    }

    /** Whether it would leave a state as it is. */
    boolean changesNothing(RegistrationState now) {
        return removed.stream().noneMatch(id -> now.owner(id).isPresent())
                && owners.stream()
                        .allMatch(owner ->
                                now.owner(owner.ownerId()).filter(owner::equals).isPresent())
                && now.routes().has(routes)
                && now.entries().has(entries);
    }
}
