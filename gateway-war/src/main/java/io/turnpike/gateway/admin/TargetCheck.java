package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.RouteTargets;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.RouteTarget;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks whether what routes lead to is there, besides all that is checked of a route alone.
 *
 * @param services finds a service by its name, as it is when the routes are in force
 * @param undecided names of services of which it is not known, because what is to become of them has faults of its own
 */
record TargetCheck(Function<String, Optional<CompiledService>> services, Set<String> undecided) {

    TargetCheck {
        undecided = Set.copyOf(undecided);
    }

    /** @param faults has what is wrong with the route so far, about which no more is said; gets what else is */
    void check(RouteDefinition route, String pointer, FaultList faults) {
        if (isUnread(route.target()) || undecided.contains(route.service())) {
            return;
        }
        for (Fault fault : RouteTargets.faults(route, services)) {
            if (!faults.touches(pointer + fault.pointer())) {
                faults.add(GatewayError.INVALID_ROUTE, Pointers.below(pointer, fault));
            }
        }
    }

    /** Whether there is no right target, so that {@link RouteReader} has something empty in its place. */
    private static boolean isUnread(RouteTarget target) {
        return target instanceof ThriftTarget thrift && thrift.service().isEmpty();
    }
}
