package io.turnpike.gateway.admin.model;

import io.turnpike.gateway.routing.PathMapping;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of {@code Paths}.
 *
 * @param exposedMethod the Thrift method; may be empty with {@code *}
 * @param methodPath the URL below the service, with or without leading slash; {@code *} exposes every method
 * @param verb the only HTTP method it takes, upper case; empty: GET and POST
 * @param exceptionStatus the HTTP status of declared exceptions, by the name of their type
 */
public record ServicePath(
        String exposedMethod, String methodPath, Optional<String> verb, Map<String, Integer> exceptionStatus) {

    private static final Set<String> DEFAULT_VERBS = Set.of("GET", "POST");

    public ServicePath {
        exceptionStatus = Map.copyOf(exceptionStatus);
    }

    /** An entry that says nothing of exceptions. */
    public ServicePath(String exposedMethod, String methodPath, Optional<String> verb) {
        this(exposedMethod, methodPath, verb, Map.of());
    }

    PathMapping mapping() {
        String path = methodPath.startsWith("/") ? methodPath.substring(1) : methodPath;
        return new PathMapping(
                path, path.equals("*") ? "" : exposedMethod, verb.map(Set::of).orElse(DEFAULT_VERBS), exceptionStatus);
    }
}
