package io.turnpike.gateway.routing;

import java.util.Map;
import java.util.Set;

/**
 * One entry of {@code Paths}: a URL below the service and the Thrift method behind it.
 *
 * @param methodPath the path below {@code /{serviceName}/} without leading slash; segments may be {@code {name}} templates;
 *     {@code *} exposes every method under its own name
 * @param exposedMethod the Thrift method; the empty text with {@code *}
 * @param verbs the HTTP methods it takes
 * @param exceptionStatus the HTTP status of declared exceptions, by the name of their type
 */
public record PathMapping(
        String methodPath, String exposedMethod, Set<String> verbs, Map<String, Integer> exceptionStatus) {

    public PathMapping {
        verbs = Set.copyOf(verbs);
        exceptionStatus = Map.copyOf(exceptionStatus);
    }

    /** An entry that says nothing of exceptions. */
    public PathMapping(String methodPath, String exposedMethod, Set<String> verbs) {
        this(methodPath, exposedMethod, verbs, Map.of());
    }
}
