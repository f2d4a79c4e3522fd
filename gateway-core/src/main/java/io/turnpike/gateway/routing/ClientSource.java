package io.turnpike.gateway.routing;

import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;

/** Where snapshot building gets clients from. */
public interface ClientSource {

    /**
     * The client of a service with these options; the same one as before if nothing has changed.
     *
     * @param ownerId whose servers it calls
     */
    ThriftClient acquire(String serviceName, String ownerId, ThriftClientOptions options);

    /** Ends one {@link #acquire}; the client is closed when nobody holds it any more. */
    void release(ThriftClient client);
}
