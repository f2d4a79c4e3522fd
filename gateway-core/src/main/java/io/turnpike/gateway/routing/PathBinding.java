package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.thrift.schema.MethodSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A path of a service and the Thrift method behind it.
 *
 * @param pattern the path
 * @param verbs the HTTP methods it takes
 * @param method the Thrift method
 * @param fields the request field that each template fills, in the order of the path
 * @param exceptionStatus the HTTP status of declared exceptions, by the name of their type, where the path says one
 */
record PathBinding(
        PathPattern pattern,
        Set<String> verbs,
        MethodSchema method,
        List<String> fields,
        Map<String, Integer> exceptionStatus) {

    /** The form {@code GET,POST a/{id} -> method}. */
    @Override
    public String toString() {
        return String.join(",", new TreeSet<>(verbs)) + ' ' + pattern + " -> " + method.name();
    }
}
