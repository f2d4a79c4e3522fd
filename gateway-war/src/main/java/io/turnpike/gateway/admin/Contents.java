package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.persistence.FormerConfiguration;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import java.util.Collection;
import java.util.List;

/** What a configuration consists of, in no particular order, for comparing it with another one. */
record Contents(Collection<Owner> owners, Collection<RouteDefinition> routes, Collection<Entry> entries) {

    /** Nothing at all. */
    static final Contents NONE = new Contents(List.of(), List.of(), List.of());

    static Contents of(FormerConfiguration former) {
        return new Contents(former.owners(), former.routes(), former.entries());
    }
}
