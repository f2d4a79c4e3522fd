package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.Fault;
import java.util.List;

/** Conditions such as those of a route, without a route. Immutable. */
public final class RequestConditions {

    private final List<Condition> conditions;

    private RequestConditions(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /**
     * Checks conditions and makes matchers of them.
     *
     * @param faults gets every fault; pointers are {@code /Conditions/0/Header} and the like
     * @return what can be used if there was none
     */
    public static RequestConditions compile(List<ConditionDefinition> definitions, List<Fault> faults) {
        return new RequestConditions(RouteCompiler.conditions(definitions, faults));
    }

    /** Whether all of them hold; so it is if there are none. */
    public boolean hold(RequestValues request) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(request)) {
                return false;
            }
        }
        return true;
    }
}
