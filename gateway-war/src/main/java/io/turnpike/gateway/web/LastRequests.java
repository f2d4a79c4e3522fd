package io.turnpike.gateway.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Connections whose last request has come. Grizzly says {@code Connection: close}, and yet goes on with what it had read behind that request already,
 * which must not be processed (RFC 9112, section 9.6): behind chunks it may be what somebody before the gateway took for a part of the body. Safe for use by several
 * threads at once.
 */
final class LastRequests {

    /** By identity, as long as the server has them. */
    private final Cache<Object, Boolean> connections =
            Caffeine.newBuilder().weakKeys().build();

    /** Whether this comes behind the last request of its connection, and is to be left alone; if not, remembers if it is the last one itself. */
    boolean isBehind(ClientConnection connection) {
        boolean last = connection.isLastRequest();
        if (!connection.isInTurn() || (!last && connections.asMap().isEmpty())) {
            return false;
        }
        return connection
                .transport()
                .map(transport -> {
                    boolean isBehind = connections.getIfPresent(transport) != null;
                    if (last) {
                        connections.put(transport, true);
                    }
                    return isBehind;
                })
                .orElse(false);
    }
}
