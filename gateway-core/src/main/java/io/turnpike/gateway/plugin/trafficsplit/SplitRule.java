package io.turnpike.gateway.plugin.trafficsplit;

import io.turnpike.gateway.balancing.LoadBalancer;
import io.turnpike.gateway.balancing.RoundRobin;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.routing.rule.RequestConditions;
import io.turnpike.gateway.routing.rule.RequestValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some requests and where they go. Safe for use by several threads at once. */
final class SplitRule {

    private final RequestConditions conditions;
    private final StickyKey sticky;
    private final LoadBalancer<Choice> turns;
    private final RendezvousHash hash;

    /** @param choices one at least */
    SplitRule(RequestConditions conditions, StickyKey sticky, List<Choice> choices) {
        this.conditions = conditions;
        this.sticky = sticky;
        this.turns = RoundRobin.of(choices, Choice::weight);
        this.hash = new RendezvousHash(choices);
    }

    boolean isFor(RequestValues request) {
        return conditions.hold(request);
    }

    /** By what stays the same for the client; where the request has nothing of it, the one whose turn it is. */
    @Nullable
    Choice choose(PluginRequest request) {
        String key = sticky.of(request);
        return key.isEmpty() ? turns.choose(choice -> true) : hash.choose(key);
    }
}
