package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.Revision;
import io.turnpike.gateway.persistence.RevisionOutline;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionsTest {

    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);
    private static final Terms MASTER = Terms.by("master");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private ConfigurationStore real;
    private SharedStore store;
    private Node node;
    private InMemoryServiceRegistry registry;
    private Revisions revisions;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        node = new Node(() -> store, Node.RARELY, clock).started();
        revisions = new Revisions(node.registrations);
    }

    @AfterEach
    void close() {
        registry.close();
        node.close();
        real.close();
    }

    private List<String> summaries() throws Exception {
        return revisions.list(Long.MAX_VALUE, 100).revisions().stream()
                .map(RevisionSummary::of)
                .toList();
    }

    @Test
    void list_everyKindOfChange_saysWhoDidWhat() throws Exception {
        Deletions deletions = new Deletions(node.registrations, new Dismissal(registry, registry));
        KeyChanges keys = new KeyChanges(node.registrations, clock, new SecureRandom());
        String first = node.register(Requests.owner("john", ASSETS));
        node.register("[" + Requests.owner("eve") + "]");
        clock.advance(Duration.ofHours(1));
        node.update("john", Requests.owner("john", Requests.service("AssetManagement", " ")));
        keys.rotate("john", Duration.ofHours(1), Terms.by("owner:john"));
        keys.revoke("john", MASTER);
        keys.rotate("john", Duration.ZERO, MASTER);
        deletions.deleteService("john", "AssetManagement", MASTER);
        deletions.deleteOwner("eve", Terms.by("owner:eve"));
        assertThat(summaries())
                .containsExactly(
                        "owner eve deleted",
                        "owner john: AssetManagement removed",
                        "owner john: a key given",
                        "owner john: keys revoked",
                        "owner john: key replaced",
                        "owner john: AssetManagement suspended",
                        "owner eve registered, no services",
                        "owner john registered, services: AssetManagement");
        List<RevisionOutline> all = revisions.list(Long.MAX_VALUE, 100).revisions();
        assertThat(all)
                .extracting(RevisionOutline::author)
                .containsExactly("owner:eve", "master", "master", "master", "owner:john", "master", "open", "open");
        assertThat(all.get(7).time()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(all.get(5).time()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
        assertThat(all.toString()).doesNotContain(first);
    }

    @Test
    void list_ofManyServicesAndOwners_namesTen() throws Exception {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < 12; i++) {
            body.append(i == 0 ? "" : ",").append(Requests.owner("o" + i));
        }
        node.register(body.append(']').toString());
        assertThat(summaries().get(0))
                .startsWith("owner o0 registered, no services; owner o1")
                .endsWith("owner o9 registered, no services and 2 more");
    }

    @Test
    void list_pages_endWithTheFirst() throws Exception {
        assertThat(revisions.list(Long.MAX_VALUE, 10))
                .isEqualTo(new Revisions.Page(0, List.of(), OptionalLong.empty()));
        for (int i = 0; i < 5; i++) {
            node.register(Requests.owner("o" + i));
        }
        Revisions.Page first = revisions.list(Long.MAX_VALUE, 2);
        assertThat(first.revisions()).extracting(RevisionOutline::number).containsExactly(5L, 4L);
        assertThat(first.nextBefore()).hasValue(4);
        Revisions.Page last = revisions.list(4, 3);
        assertThat(last.revisions()).extracting(RevisionOutline::number).containsExactly(3L, 2L, 1L);
        assertThat(last.nextBefore()).isEmpty();
        assertThat(last.current()).isEqualTo(5);
        assertThat(revisions.list(1, 3).revisions()).isEmpty();
    }

    /** As gateways made them before there were summaries. */
    @Test
    void list_revisionWithoutSummary_saysWhatItCan() throws Exception {
        node.register(Requests.owner("john"));
        Owner john = node.registrations.state().owner("john").orElseThrow();
        store.commit(new Revision(2, "x", Instant.EPOCH, "update", "", List.of(john), List.of("eve")));
        node.register(Requests.owner("mia"));
        assertThat(summaries().get(1)).isEqualTo("owner john: update; owner eve deleted");
    }

    @Test
    void between_twoRevisions_isTheSameBackwards() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        node.register(Requests.owner("eve"));
        assertThat(revisions.between(0, 1))
                .extracting(Difference::kind, Difference::pointer)
                .containsExactly(tuple(Difference.Kind.ADDED, "/Owners/john"));
        assertThat(revisions.between(2, 1))
                .extracting(Difference::kind, Difference::pointer)
                .containsExactly(tuple(Difference.Kind.REMOVED, "/Owners/eve"));
        assertThat(revisions.between(2, 2)).isEmpty();
        GatewayException refused = Problems.of(() -> revisions.between(1, 3));
        assertThat(refused.error()).isEqualTo(GatewayError.REVISION_NOT_FOUND);
        assertThat(refused.detail()).isEqualTo("There is no revision 3 (expected: 0 to 2)");
        assertThat(Problems.of(() -> revisions.at(3)).detail()).isEqualTo("There is no revision 3 (expected: 1 to 2)");
    }

    @Test
    void read_storeAwayOrSpoilt_isTold() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        store.away(true);
        for (var question : List.<ThrowingCallable>of(
                () -> revisions.list(9, 9), () -> revisions.at(1), () -> revisions.between(0, 1))) {
            assertThat(Problems.of(question).error()).isEqualTo(GatewayError.STORE_UNAVAILABLE);
        }
    }
}
