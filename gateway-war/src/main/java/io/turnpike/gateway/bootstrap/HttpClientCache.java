package io.turnpike.gateway.bootstrap;

import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.http.HttpTransport;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Holds the clients of HTTP nodes, one per target and owner: routes with equal targets share one. One is closed when the snapshots and
 * requests that use it are gone. Safe for use by several threads at once.
 */
@ApplicationScoped
public class HttpClientCache {

    @Inject
    HttpTransport transport;

    private ReferenceCounts<Key, HttpClient> clients;

    private record Key(HttpTarget target, String ownerId) {}

    @PostConstruct
    void open() {
        clients = new ReferenceCounts<>(HttpClient::close);
    }

    /** Closes every client that is left, whoever holds it. */
    @PreDestroy
    public void close() {
        clients.clear();
    }

    /** What snapshot building asks, without the CDI proxy: a request that outlives the application's context can still release. */
    HttpClientSource direct() {
        HttpTransport opener = transport;
        ReferenceCounts<Key, HttpClient> shared = clients;
        return new HttpClientSource() {
            @Override
            public HttpClient acquire(HttpTarget target, String ownerId, @Nullable HttpClient former) {
                return shared.acquire(new Key(target, ownerId), key -> opener.open(target, ownerId, former));
            }

            @Override
            public void release(HttpClient client) {
                shared.release(client);
            }
        };
    }
}
