package io.turnpike.gateway.routing.rule;

import java.util.List;

/**
 * A condition of a route as an operator writes it, not yet checked.
 *
 * @param source what of the request is looked at
 * @param name of the header, the cookie or the query argument
 * @param operator how it is compared
 * @param values what it is compared with: none for {@code present} and {@code absent}, one or more for {@code in} and {@code notIn}, one
 *     for all others
 */
public record ConditionDefinition(ValueSource source, String name, Operator operator, List<String> values) {

    public ConditionDefinition {
        values = List.copyOf(values);
    }
}
