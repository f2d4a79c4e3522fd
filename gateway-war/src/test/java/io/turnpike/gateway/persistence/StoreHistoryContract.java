package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What every database has to tell of earlier revisions, and of the gateways that use it. */
abstract class StoreHistoryContract extends ConfigurationStoreContract {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Revision removal(long number, String... ownerIds) {
        return new Revision(number, "test", NOON, "delete-owner", "gone", List.of(), List.of(ownerIds));
    }

    private static StoredConfiguration now(ConfigurationStore store) throws Exception {
        return store.load();
    }

    @Test
    void outlines_manyRevisions_arePagedNewestFirstWithoutTheirOwners() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            assertThat(store.outlines(5, 10)).isEmpty();
            store.commit(Samples.revision(1, Samples.owner("a"), Samples.owner("b")));
            store.commit(removal(2, "a"));
            for (long number = 3; number <= 130; number++) {
                store.commit(Samples.revision(number, Samples.owner("c")));
            }
            assertThat(store.outlines(2, 10))
                    .containsExactly(
                            new RevisionOutline(2, "test", NOON, "delete-owner", "gone", List.of(), List.of("a")),
                            new RevisionOutline(
                                    1,
                                    "test",
                                    Samples.revision(1).time(),
                                    "register",
                                    "something",
                                    List.of("a", "b"),
                                    List.of()));
            assertThat(store.outlines(130, 100))
                    .extracting(RevisionOutline::number)
                    .containsExactlyElementsOf(LongStream.iterate(130, n -> n > 30, n -> n - 1)
                            .boxed()
                            .toList());
            assertThat(store.outlines(0, 100)).isEmpty();
        }
    }

    /** Somebody may have cleared away old ones. */
    @Test
    void outlines_someNumbersMissing_skipsNoneThatAreThere() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            for (long number = 1; number <= 100; number++) {
                store.commit(Samples.revision(number, Samples.owner("a")));
            }
        }
        inDatabase(db -> db.getCollection(COLLECTION + "_revisions")
                .deleteMany(new Document("_id", new Document("$in", List.of(98L, 97L)))));
        try (ConfigurationStore store = open()) {
            store.load();
            assertThat(store.outlines(100, 10))
                    .extracting(RevisionOutline::number)
                    .containsExactly(100L, 99L, 96L, 95L, 94L, 93L, 92L, 91L, 90L, 89L);
        }
    }

    @Test
    void outlines_revisionWithoutASummary_hasAnEmptyOne() throws Exception {
        inDatabase(db -> db.getCollection(COLLECTION + "_revisions")
                .insertOne(new Document("_id", 1L)
                        .append("author", "master")
                        .append("action", "update")
                        .append("changed", List.of(new Document("_id", "x").append("ownerid", "a")))
                        .append("removed", List.of())));
        try (ConfigurationStore store = open()) {
            store.load();
            assertThat(store.outlines(1, 1))
                    .containsExactly(
                            new RevisionOutline(1, "master", Instant.EPOCH, "update", "", List.of("a"), List.of()));
        }
    }

    @Test
    void at_noSuchRevision_isEmpty() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            for (long number : new long[] {-1, 0, 2, Long.MAX_VALUE}) {
                assertThat(store.at(number, now(store))).isEmpty();
            }
        }
    }

    @Test
    void at_ownerThatCameAndWent_isThereWhenItWas() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a"), Samples.owner("b")));
            store.commit(removal(2, "a"));
            Owner again = Samples.owner("a").withOnlyKey(ApiKeys.hash("another"));
            store.commit(Samples.revision(3, again));
            store.commit(removal(4, "b"));
            FormerConfiguration first = store.at(1, now(store)).orElseThrow();
            assertThat(first.outline().changed()).containsExactly("a", "b");
            assertThat(first.owners()).containsExactlyInAnyOrder(Samples.owner("a"), Samples.owner("b"));
            assertThat(first.removedSince()).containsExactlyInAnyOrder("a", "b");
            FormerConfiguration third = store.at(3, now(store)).orElseThrow();
            assertThat(third.owners()).containsExactlyInAnyOrder(again, Samples.owner("b"));
            assertThat(third.removedSince()).containsExactly("b");
            assertThat(store.at(4, now(store)).orElseThrow().owners()).containsExactly(again);
        }
    }

    /** Against the naive way: what each revision says, applied in order. */
    @Test
    void at_anyRevisionOfALongHistory_isWhatItsPredecessorsMadeOfIt() throws Exception {
        Random random = new Random(7);
        Map<String, Owner> owners = new HashMap<>();
        List<Map<String, Owner>> expected = new ArrayList<>();
        try (ConfigurationStore store = open()) {
            store.load();
            for (long number = 1; number <= 150; number++) {
                String id = "o" + random.nextInt(6);
                if (owners.containsKey(id) && random.nextInt(4) == 0) {
                    store.commit(removal(number, id));
                    owners.remove(id);
                } else {
                    Owner owner = Samples.owner(id).withOnlyKey(ApiKeys.hash("key" + number));
                    store.commit(Samples.revision(number, owner));
                    owners.put(id, owner);
                }
                expected.add(Map.copyOf(owners));
            }
            StoredConfiguration now = now(store);
            for (int number = 1; number <= 150; number += 1 + random.nextInt(12)) {
                assertThat(store.at(number, now).orElseThrow().owners())
                        .as("revision %s", number)
                        .containsExactlyInAnyOrderElementsOf(
                                expected.get(number - 1).values());
            }
        }
    }

    private static GatewayNode node(String id, int port, long revision, Instant started, Instant seen) {
        return new GatewayNode(id, "host", port, "1.0", started, revision, started, seen);
    }

    @Test
    void nodes_announcedAgainAndWithdrawn_areAsTheyLastSaid() throws Exception {
        GatewayNode one = node("one", 1, 7, NOON, NOON);
        GatewayNode other = node("other", 2, 7, NOON, NOON);
        GatewayNode later = node("one", 1, 8, NOON, NOON.plusSeconds(10));
        try (ConfigurationStore store = open()) {
            assertThat(store.nodes()).isEmpty();
            store.announce(one, NOON.minusSeconds(60));
            store.announce(other, NOON.minusSeconds(60));
            store.announce(later, NOON.minusSeconds(60));
            assertThat(store.nodes()).containsExactly(later, other);
            store.withdraw("other");
            store.withdraw("other");
            assertThat(store.nodes()).containsExactly(later);
        }
    }

    @Test
    void announce_othersLongSilentOrReplaced_areForgotten() throws Exception {
        GatewayNode silent = node("silent", 1, 7, NOON, NOON.minusSeconds(61));
        GatewayNode killed = node("killed", 2, 7, NOON.minusSeconds(50), NOON.minusSeconds(5));
        GatewayNode sameName = node("same name", 2, 7, NOON, NOON.plusSeconds(5));
        GatewayNode elsewhere = node("elsewhere", 3, 7, NOON, NOON.minusSeconds(5));
        GatewayNode started = node("started", 2, 7, NOON, NOON);
        try (ConfigurationStore store = open()) {
            for (GatewayNode node : List.of(silent, killed, sameName, elsewhere)) {
                store.announce(node, Instant.EPOCH);
            }
            store.announce(started, NOON.minusSeconds(60));
            assertThat(store.nodes()).containsExactlyInAnyOrder(sameName, elsewhere, started);
        }
    }
}
