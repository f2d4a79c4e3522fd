package io.turnpike.gateway.pull;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says to an HTTP source who asks. For one thread. */
@FunctionalInterface
interface RequestCredentials extends AutoCloseable {

    /**
     * The fields to send with a GET.
     *
     * @throws IOException if there are no credentials just now; the message has no secret
     */
    Map<String, List<String>> fields(URI uri) throws IOException;

    @Override
    default void close() {}

    /** A bearer token (RFC 6750), or nothing. */
    static RequestCredentials bearer(Optional<String> token) {
        Map<String, List<String>> fields = token.map(text -> Map.of("Authorization", List.of("Bearer " + text)))
                .orElse(Map.of());
        return uri -> fields;
    }
}
