package io.turnpike.gateway.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A store together with the server that it alone talks to: closing it closes both, in order. */
final class EmbeddedStore implements ConfigurationStore {

    private final ConfigurationStore store;
    private final EmbeddedServer server;

    EmbeddedStore(ConfigurationStore store, EmbeddedServer server) {
        this.store = store;
        this.server = server;
    }

    @Override
    public StoredConfiguration load() throws StoreUnavailableException {
        return store.load();
    }

    @Override
    public List<Revision> revisionsAfter(long number) throws StoreUnavailableException {
        return store.revisionsAfter(number);
    }

    @Override
    public void history(String ownerId, long last, Predicate<OwnerRevision> visitor) throws StoreUnavailableException {
        store.history(ownerId, last, visitor);
    }

    @Override
    public List<RevisionOutline> outlines(long newest, int most) throws StoreUnavailableException {
        return store.outlines(newest, most);
    }

    @Override
    public Optional<FormerConfiguration> at(long number, StoredConfiguration now) throws StoreUnavailableException {
        return store.at(number, now);
    }

    @Override
    public void announce(GatewayNode node, Instant forgetBefore) throws StoreUnavailableException {
        store.announce(node, forgetBefore);
    }

    @Override
    public List<GatewayNode> nodes() throws StoreUnavailableException {
        return store.nodes();
    }

    @Override
    public void withdraw(String nodeId) throws StoreUnavailableException {
        store.withdraw(nodeId);
    }

    @Override
    public void commit(Revision revision)
            throws RevisionConflictException, RevisionTooLargeException, StoreUnavailableException {
        store.commit(revision);
    }

    @Override
    public void ping() throws StoreUnavailableException {
        store.ping();
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public String kind() {
        return "embedded store";
    }

    /** The file is locked by this process. */
    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public boolean usable() {
        return server.usable();
    }

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            server.close();
        }
    }
}
