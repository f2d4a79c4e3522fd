package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.HttpTarget;
import org.jspecify.annotations.Nullable;

/** Where snapshot building gets clients of HTTP nodes from. */
public interface HttpClientSource {

    /**
     * The client of a target; the same one as before if nothing has changed.
     *
     * @param ownerId whose servers it calls, where the target is a service
     * @param former the one in whose place it is asked for; a new client knows what that knows of the nodes, see {@link HttpTransport#open}
     * @throws IllegalArgumentException if the target cannot be used
     */
    HttpClient acquire(HttpTarget target, String ownerId, @Nullable HttpClient former);

    /** Ends one {@link #acquire}; the client is closed when nobody holds it any more. */
    void release(HttpClient client);
}
