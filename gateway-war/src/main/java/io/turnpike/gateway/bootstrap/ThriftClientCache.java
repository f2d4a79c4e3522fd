package io.turnpike.gateway.bootstrap;

import io.turnpike.gateway.routing.ClientSource;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.gateway.upstream.thrift.ThriftTransport;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Function;

/**
 * Holds the generic Thrift clients, one per service, owner and options. It is what snapshot building asks for clients; one is closed
 * when the snapshots and requests that use it are gone. Safe for use by several threads at once.
 */
@ApplicationScoped
public class ThriftClientCache implements ClientSource {

    @Inject
    ThriftTransport transport;

    private ReferenceCounts<Key, ThriftClient> clients;
    private Function<Key, ThriftClient> make;

    private record Key(String serviceName, String ownerId, ThriftClientOptions options) {}

    @PostConstruct
    void open() {
        ThriftTransport opener = transport;
        make = key -> opener.open(key.serviceName(), key.ownerId(), key.options());
        clients = new ReferenceCounts<>(ThriftClient::close);
    }

    @Override
    public ThriftClient acquire(String serviceName, String ownerId, ThriftClientOptions options) {
        return clients.acquire(new Key(serviceName, ownerId, options), make);
    }

    @Override
    public void release(ThriftClient client) {
        clients.release(client);
    }

    /** Closes every client that is left, whoever holds it. */
    @PreDestroy
    public void close() {
        clients.clear();
    }

    /** The cache itself, without the CDI proxy: a request that outlives the application's context can still release. */
    ClientSource direct() {
        return new ClientSource() {
            @Override
            public ThriftClient acquire(String serviceName, String ownerId, ThriftClientOptions options) {
                return clients.acquire(new Key(serviceName, ownerId, options), make);
            }

            @Override
            public void release(ThriftClient client) {
                clients.release(client);
            }
        };
    }
}
