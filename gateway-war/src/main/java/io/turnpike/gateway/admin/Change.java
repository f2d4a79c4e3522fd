package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
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
 * @param note what the revision's summary begins with; may be empty
 */
record Change(List<Owner> owners, Map<ServiceDefinition, CompiledService> compiled, List<String> removed, String note) {

    /** A change after which every owner is still there. */
    Change(List<Owner> owners, Map<ServiceDefinition, CompiledService> compiled) {
        this(owners, compiled, List.of(), "");
    }
}
