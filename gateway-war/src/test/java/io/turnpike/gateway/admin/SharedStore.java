package io.turnpike.gateway.admin;

import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.FormerConfiguration;
import io.turnpike.gateway.persistence.GatewayNode;
import io.turnpike.gateway.persistence.OwnerRevision;
import io.turnpike.gateway.persistence.Revision;
import io.turnpike.gateway.persistence.RevisionConflictException;
import io.turnpike.gateway.persistence.RevisionOutline;
import io.turnpike.gateway.persistence.RevisionTooLargeException;
import io.turnpike.gateway.persistence.StoreUnavailableException;
import io.turnpike.gateway.persistence.StoredConfiguration;
import io.turnpike.gateway.persistence.UnreadableRevisionException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** One store for several nodes, as a MongoDB would be; can be made to be away. Whoever opened it closes the real one. */
final class SharedStore implements ConfigurationStore {

    private final ConfigurationStore real;
    private volatile boolean away;
    private volatile boolean losesAnswers;
    private volatile String unreadable = "";
    private volatile boolean broken;
    private volatile boolean stuck;
    private final CountDownLatch stuckNow = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger pinged = new AtomicInteger();

    SharedStore(ConfigurationStore real) {
        this.real = real;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** Commits are made, but whoever made one is not told. */
    void losesAnswers(boolean loses) {
        losesAnswers = loses;
    }

    /** What reading revisions fails with; empty: it does not. */
    void unreadable(String message) {
        unreadable = message;
    }

    /** Fails with an error that nobody has foreseen, as a driver does whose classes could not be loaded; until it is closed. */
    void broken() {
        broken = true;
    }

    /** Does not answer to who looks for revisions next, until that one is interrupted; returns when it is so far. */
    void stuck() throws InterruptedException {
        stuck = true;
        if (!stuckNow.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody has looked");
        }
    }

    private void stickIfWanted() throws StoreUnavailableException {
        if (!stuck) {
            return;
        }
        stuck = false;
        stuckNow.countDown();
        try {
            TimeUnit.DAYS.sleep(1);
        } catch (InterruptedException e) {
            // As the driver does.
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("secret-host:27017 does not answer: interrupted", e);
        }
    }

    /** How often revisions have been asked for. */
    int asked() {
        return asked.get();
    }

    /** How often it has been pinged. */
    int pinged() {
        return pinged.get();
    }

    private void ask() throws StoreUnavailableException {
        if (broken) {
            throw new AssertionError("meant");
        }
        if (away) {
            throw new StoreUnavailableException("secret-host:27017 does not answer", null);
        }
    }

    @Override
    public StoredConfiguration load() throws StoreUnavailableException {
        ask();
        return real.load();
    }

    @Override
    public List<Revision> revisionsAfter(long number) throws StoreUnavailableException {
        ask();
        stickIfWanted();
        asked.incrementAndGet();
        if (!unreadable.isEmpty()) {
            throw new UnreadableRevisionException(unreadable);
        }
        return real.revisionsAfter(number);
    }

    @Override
    public void history(String ownerId, long last, Predicate<OwnerRevision> visitor) throws StoreUnavailableException {
        ask();
        if (!unreadable.isEmpty()) {
            throw new UnreadableRevisionException(unreadable);
        }
        real.history(ownerId, last, visitor);
    }

    @Override
    public List<RevisionOutline> outlines(long newest, int most) throws StoreUnavailableException {
        ask();
        return real.outlines(newest, most);
    }

    @Override
    public Optional<FormerConfiguration> at(long number, StoredConfiguration now) throws StoreUnavailableException {
        ask();
        return real.at(number, now);
    }

    @Override
    public void announce(GatewayNode node, Instant forgetBefore) throws StoreUnavailableException {
        ask();
        real.announce(node, forgetBefore);
    }

    @Override
    public List<GatewayNode> nodes() throws StoreUnavailableException {
        ask();
        return real.nodes();
    }

    @Override
    public void withdraw(String nodeId) throws StoreUnavailableException {
        ask();
        real.withdraw(nodeId);
    }

    @Override
    public void commit(Revision revision)
            throws RevisionConflictException, RevisionTooLargeException, StoreUnavailableException {
        ask();
        real.commit(revision);
        if (losesAnswers) {
            throw new StoreUnavailableException("secret-host:27017 does not answer", null);
        }
    }

    @Override
    public void ping() throws StoreUnavailableException {
        ask();
        pinged.incrementAndGet();
        real.ping();
    }

    @Override
    public String description() {
        return "secret-host:27017";
    }

    @Override
    public String kind() {
        return "MongoDB";
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public boolean usable() {
        return true;
    }

    @Override
    public void close() {
        // The real one is closed by the test.
        broken = false;
    }
}
