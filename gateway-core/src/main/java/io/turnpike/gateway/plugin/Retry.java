package io.turnpike.gateway.plugin;

import java.util.Map;

/**
 * Where a request goes after a failure.
 *
 * @param endpoint the place
 * @param headers fields that the request gets in addition, in the place of those of the same name; the next one does not get them
 * @param parameters arguments that its query gets in addition; the next one does not get them
 */
public record Retry(Endpoint endpoint, Map<String, String> headers, Map<String, String> parameters) {

    public Retry {
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
    }
}
