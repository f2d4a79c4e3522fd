package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.HttpTargetCheck;
import java.util.ArrayList;
import java.util.List;

/** Which nodes a plugin may open, and what they are called. */
public final class EndpointTargets {

    private EndpointTargets() {}

    /**
     * Checks a target. A plugin has no route whose paths could be rewritten, and no owner whose service could be called.
     *
     * @throws InvalidConfigurationException with every fault; pointers begin where {@code Http} would stand
     */
    public static void requireUsable(HttpTarget target) throws InvalidConfigurationException {
        List<Fault> faults = new ArrayList<>();
        if (!target.service().isEmpty()) {
            faults.add(Fault.at("/Service", "A plugin cannot send requests to a service (expected: Nodes)"));
        }
        if (target.path().isPresent()) {
            faults.add(Fault.at("/Path", "A plugin changes the path of the request itself (expected: no Path)"));
        }
        for (Fault fault : HttpTargetCheck.faults(target, List.of())) {
            faults.add(Fault.at(fault.pointer().substring(HttpTargetCheck.AT.length()), fault.detail()));
        }
        if (!faults.isEmpty()) {
            throw new InvalidConfigurationException(faults);
        }
    }

    /** What a usable target is called, for people: {@code cache.example.com:80}, {@code 10.0.0.5:80 and 2 more}. */
    public static String name(HttpTarget target) {
        int more = target.nodes().size() - 1;
        return target.nodes().get(0).address() + (more == 0 ? "" : " and " + more + " more");
    }
}
