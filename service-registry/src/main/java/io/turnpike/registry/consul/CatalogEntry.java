package io.turnpike.registry.consul;

import io.turnpike.registry.ServiceInstance;

/**
 * An instance as one agent has registered it. The same server may be registered at several agents.
 *
 * @param node the agent's node
 * @param serviceId its id at that agent
 * @param instance the server
 * @param verdict what its checks say, taken together
 * @param checked whether it has a check of its own
 */
record CatalogEntry(String node, String serviceId, ServiceInstance instance, Verdict verdict, boolean checked) {

    /** What the checks of an instance and of its node say. */
    enum Verdict {
        /** None is critical; a warning counts as alive. */
        ALIVE,
        /** Critical is what a silent or lost agent, or a late heartbeat, makes critical. */
        SILENT,
        /** A check that somebody else has added says that it is ill. */
        ILL,
        /** An operator has taken it, or its node, out of service. */
        MAINTENANCE
    }
}
