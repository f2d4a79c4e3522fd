package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.HttpTarget;

/** Where snapshot building gets clients of HTTP nodes from. */
public interface HttpClientSource {

    /**
     * The client of a target; the same one as before if nothing has changed.
     *
     * @param ownerId whose servers it calls, where the target is a service
     * @throws IllegalArgumentException if the target cannot be used
     */
    HttpClient acquire(HttpTarget target, String ownerId);

    /** Ends one {@link #acquire}; the client is closed when nobody holds it any more. */
    void release(HttpClient client);
}
