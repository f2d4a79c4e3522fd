package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.GatewayNode;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePresenceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(START);
    private ConfigurationStore real;
    private SharedStore store;
    private final NodePresence presence = new NodePresence(new NodeIdentity("one", "host", 4200, "1.0", START), clock);

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
    }

    @AfterEach
    void close() {
        real.close();
    }

    /** A gateway is told of after it is ready. */
    private boolean isListed(String id) {
        try {
            return real.nodes().stream().anyMatch(node -> node.id().equals(id));
        } catch (StoreUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private void announce(String id, Instant seen) throws Exception {
        real.announce(new GatewayNode(id, id, 1, "1.0", START, 1, START, seen), Instant.EPOCH);
    }

    @Test
    void tell_sameRevisionWithinTheInterval_writesOnce() throws Exception {
        presence.tell(store, 1, START);
        clock.advance(Duration.ofSeconds(9));
        presence.tell(store, 1, START);
        assertThat(store.nodes()).extracting(GatewayNode::seen).containsExactly(START);
        clock.advance(Duration.ofSeconds(1));
        presence.tell(store, 1, START);
        assertThat(store.nodes()).extracting(GatewayNode::seen).containsExactly(START.plusSeconds(10));
    }

    @Test
    void tell_newRevision_isToldAtOnce() throws Exception {
        presence.tell(store, 1, START);
        clock.advance(Duration.ofSeconds(1));
        presence.tell(store, 2, clock.instant());
        assertThat(store.nodes())
                .containsExactly(new GatewayNode(
                        "one", "host", 4200, "1.0", START, 2, START.plusSeconds(1), START.plusSeconds(1)));
    }

    @Test
    void tell_storeOfThisGatewayAlone_isNotWritten() throws Exception {
        presence.tell(real, 1, START);
        presence.leave(real);
        assertThat(real.nodes()).isEmpty();
    }

    @Test
    void tell_storeAway_warnsOnceAndDoesNoHarm() throws Exception {
        store.away(true);
        try (LogLines log = new LogLines(NodePresence.class)) {
            for (int i = 0; i < 3; i++) {
                presence.tell(store, 1, START);
                clock.advance(NodePresence.REFRESH);
            }
            assertThat(log.lines()).singleElement().asString().startsWith("WARNING This gateway cannot be shown");
            store.away(false);
            presence.tell(store, 1, START);
            assertThat(store.nodes()).hasSize(1);
        }
    }

    @Test
    void leave_afterTell_isOffTheList() throws Exception {
        presence.tell(store, 1, START);
        presence.leave(store);
        assertThat(store.nodes()).isEmpty();
    }

    @Test
    void all_nodesSilentForAWhile_areGoneThenForgotten() throws Exception {
        try (Node self = new Node(() -> store, Node.RARELY, clock).started()) {
            announce("silent", START.minusSeconds(31));
            announce("late", START.minusSeconds(29));
            Nodes nodes = new Nodes(self.registrations, clock, Duration.ofMillis(500));
            assertThat(nodes.all())
                    .extracting(seen -> seen.node().id() + (seen.gone() ? " gone" : "") + (seen.self() ? " self" : ""))
                    .containsExactly(self.id + " self", "late", "silent gone");
            clock.advance(NodePresence.FORGET);
            presence.tell(store, 1, START);
            assertThat(store.nodes()).extracting(GatewayNode::id).doesNotContain("silent", "late");
        }
    }

    @Test
    void leave_stopWhileTheStoreIsSlow_isOffTheListAndSaysNothingOfTheStore() throws Exception {
        try (LogLines log = new LogLines(StoreConnection.class)) {
            Node self = new Node(() -> store, Duration.ofMillis(10), clock).started();
            Node.await(() -> isListed(self.id));
            store.stuck();
            self.close();
            assertThat(store.nodes()).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("does not answer"));
        }
    }

    @Test
    void all_thisGateway_isAsItIsAtThisMoment() throws Exception {
        try (Node self = new Node(() -> store, Node.RARELY, clock).started()) {
            clock.advance(Duration.ofSeconds(5));
            self.register(Requests.owner("john"));
            clock.advance(Duration.ofSeconds(5));
            List<Nodes.Seen> all = new Nodes(self.registrations, clock, Duration.ofMillis(500)).all();
            assertThat(all)
                    .containsExactly(new Nodes.Seen(
                            new GatewayNode(
                                    self.id,
                                    "host",
                                    4200,
                                    "1.0",
                                    START,
                                    1,
                                    START.plusSeconds(5),
                                    START.plusSeconds(10)),
                            false,
                            true));
        }
    }
}
