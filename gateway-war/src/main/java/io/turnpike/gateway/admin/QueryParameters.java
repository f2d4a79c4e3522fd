package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.List;
import java.util.Map;

/** Checks which query parameters a request has. */
final class QueryParameters {

    private QueryParameters() {}

    /**
     * Requires that the request has no parameters but these, and each of them once at most: one with a typing error would be as if it were
     * not there, and of two values one would be.
     *
     * @param query the values by the name of their parameter
     * @throws GatewayException {@code INVALID_REQUEST}
     */
    static void requireOnly(List<String> names, Map<String, List<String>> query) throws GatewayException {
        for (String other : query.keySet()) {
            if (!names.contains(other)) {
                throw new GatewayException(
                        GatewayError.INVALID_REQUEST,
                        "The query parameter " + JsonFields.shortened(other) + " is not known (expected: "
                                + (names.isEmpty() ? "none" : "one of " + String.join(", ", names)) + ")");
            }
        }
        requireOnce(names, query);
    }

    /**
     * Requires that the request has each of these once at most; it may have others.
     *
     * @param query the values by the name of their parameter
     * @throws GatewayException {@code INVALID_REQUEST}
     */
    static void requireOnce(List<String> names, Map<String, List<String>> query) throws GatewayException {
        for (String name : names) {
            int times = query.getOrDefault(name, List.of()).size();
            if (times > 1) {
                throw new GatewayException(
                        GatewayError.INVALID_REQUEST,
                        "The query parameter " + name + " is given " + times + " times (expected: once)");
            }
        }
    }
}
