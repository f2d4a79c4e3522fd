package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Updates;
import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What every database has to tell of earlier revisions, and of the gateways that use it. */
abstract class StoreHistoryContract extends StoreEntriesContract {

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
                            new RevisionOutline(
                                    2,
                                    "test",
                                    NOON,
                                    "delete-owner",
                                    "gone",
                                    List.of(),
                                    List.of("a"),
                                    List.of(),
                                    List.of()),
                            new RevisionOutline(
                                    1,
                                    "test",
                                    Samples.revision(1).time(),
                                    "register",
                                    "something",
                                    List.of("a", "b"),
                                    List.of(),
                                    List.of(),
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
                    .containsExactly(new RevisionOutline(
                            1, "master", Instant.EPOCH, "update", "", List.of("a"), List.of(), List.of(), List.of()));
        }
    }

    private static Revision routes(long number, List<String> changed, String... removed) {
        return new Revision(
                number,
                "test",
                NOON,
                "put-route",
                "routes",
                List.of(),
                List.of(),
                RouteImages.of(
                        new RouteChanges(changed.stream().map(Samples::route).toList(), List.of(removed))),
                EntryChanges.NONE);
    }

    @Test
    void routes_thatCameAndWent_areThereWhenTheyWere() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            store.commit(routes(2, List.of("r /one", "s /s")));
            store.commit(routes(3, List.of("r /two"), "s"));
            store.commit(routes(4, List.of("s /again"), "never"));
            assertThat(store.revisionsAfter(2))
                    .containsExactly(routes(3, List.of("r /two"), "s"), routes(4, List.of("s /again"), "never"));
            assertThat(store.outlines(4, 4))
                    .extracting(RevisionOutline::routes)
                    .containsExactly(List.of("s", "never"), List.of("r", "s"), List.of("r", "s"), List.of());
            assertThat(store.at(1, now(store)).orElseThrow().routes()).isEmpty();
            assertThat(store.at(2, now(store)).orElseThrow().routes())
                    .containsExactlyInAnyOrder(
                            Samples.route("r /one").definition(),
                            Samples.route("s /s").definition());
            assertThat(store.at(3, now(store)).orElseThrow().routes())
                    .containsExactly(Samples.route("r /two").definition());
            assertThat(store.at(3, now(store)).orElseThrow().owners()).containsExactly(Samples.owner("a"));
        }
        inDatabase(db -> {
            db.getCollection(COLLECTION + "_view").drop();
            db.getCollection(COLLECTION + "_routes").drop();
        });
        try (ConfigurationStore store = open()) {
            assertThat(now(store).routes())
                    .containsExactlyInAnyOrder(Samples.route("r /two"), Samples.route("s /again"));
        }
    }

    /** As a whole configuration that is applied at once. */
    @Test
    void routes_thousandInOneRevision_comeChangeAndGo() throws Exception {
        List<String> all = numbered(0, 1_200, "/a");
        List<String> changed = numbered(100, 150, "/b");
        String[] gone = IntStream.range(1_000, 1_030).mapToObj(i -> "r" + i).toArray(String[]::new);
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(routes(1, all));
            store.commit(routes(2, changed, gone));
        }
        List<String> left = new ArrayList<>(all);
        left.subList(1_000, 1_030).clear();
        left.subList(100, 150).clear();
        left.addAll(changed);
        try (ConfigurationStore store = open()) {
            assertThat(now(store).routes())
                    .containsExactlyInAnyOrderElementsOf(
                            left.stream().map(Samples::route).toList());
        }
    }

    private static List<String> numbered(int from, int to, String path) {
        return IntStream.range(from, to).mapToObj(i -> "r" + i + " " + path + i).toList();
    }

    @Test
    void view_manyDocumentsOfAnOlderRevision_doNotTakeThePlaceOfNewerOnes() throws Exception {
        inDatabase(db -> {
            VersionedDocuments view = new VersionedDocuments(db.getCollection(COLLECTION + "_routes"), "routeid");
            put(view, documents(0, 20), 5);
            put(view, documents(10, 40), 3);
            remove(view, documents(0, 10), 4);
            remove(view, documents(30, 40), 4);
            remove(view, documents(40, 50), 4);
            put(view, documents(40, 50), 3);
            assertThat(revisions(view)).isEqualTo(revisions(0, 20, 5, 20, 30, 3, 30, 50, 4));
            view.documents()
                    .find()
                    .forEach(document ->
                            assertThat(view.isRemains(document)).isEqualTo(document.getLong("revision") == 4));
        });
    }

    /** Whatever the order, and whoever else does the same. */
    @Test
    void view_severalNodesApplyTheSameRevisions_theLastOneIsLeft() throws Exception {
        inDatabase(db -> {
            VersionedDocuments view = new VersionedDocuments(db.getCollection(COLLECTION + "_routes"), "routeid");
            List<CompletableFuture<Void>> nodes = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                Random random = new Random(node);
                List<Long> order =
                        new ArrayList<>(LongStream.rangeClosed(1, 6).boxed().toList());
                Collections.shuffle(order, random);
                nodes.add(CompletableFuture.runAsync(
                        () -> order.forEach(number -> put(view, documents(0, 30), number))));
            }
            nodes.forEach(CompletableFuture::join);
            assertThat(revisions(view)).isEqualTo(revisions(0, 30, 6));
        });
    }

    private static void put(VersionedDocuments view, List<Document> documents, long revision) {
        VersionedDocuments.Batch batch = view.new Batch();
        batch.put(documents, revision);
        batch.write();
    }

    private static void remove(VersionedDocuments view, List<Document> documents, long revision) {
        VersionedDocuments.Batch batch = view.new Batch();
        batch.remove(documents, revision);
        batch.write();
    }

    /** As a load finds it behind many commits: each document is written once. */
    @Test
    void view_batchOfSeveralRevisions_isWhatTheLastOneOfEachSays() throws Exception {
        inDatabase(db -> {
            VersionedDocuments view = new VersionedDocuments(db.getCollection(COLLECTION + "_routes"), "routeid");
            put(view, documents(0, 3), 9);
            VersionedDocuments.Batch batch = view.new Batch();
            batch.put(documents(0, 30), 5);
            batch.remove(documents(10, 20), 6);
            batch.put(documents(15, 20), 7);
            batch.remove(documents(25, 30), 8);
            batch.putBack(documents(29, 32), 1);
            Map<String, Long> toBe = handedOut(batch);
            assertThat(revisions(view)).hasSize(3);
            batch.write();
            batch.write();
            assertThat(handedOut(batch))
                    .isEqualTo(toBe)
                    .isEqualTo(revisions(0, 3, 9, 3, 10, 5, 15, 20, 7, 20, 25, 5, 30, 32, 1));
            assertThat(revisions(view))
                    .isEqualTo(revisions(0, 3, 9, 3, 10, 5, 10, 15, 6, 15, 20, 7, 20, 25, 5, 25, 30, 8, 30, 32, 1));
            List<String> gone = new ArrayList<>();
            view.documents().find().forEach(document -> {
                if (view.isRemains(document)) {
                    gone.add(document.getString("_id"));
                }
            });
            assertThat(gone).hasSize(10).contains("r10", "r14", "r25", "r29");
        });
    }

    private static Map<String, Long> handedOut(VersionedDocuments.Batch batch) {
        Map<String, Long> revisions = new HashMap<>();
        batch.each(each -> assertThat(revisions.put(each.getString("_id"), each.getLong("revision")))
                .isNull());
        return revisions;
    }

    private static List<Document> documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Document("_id", "r" + i).append("routeid", "r" + i))
                .toList();
    }

    private static Map<String, Long> revisions(VersionedDocuments view) {
        Map<String, Long> revisions = new HashMap<>();
        view.documents().find().forEach(each -> revisions.put(each.getString("_id"), each.getLong("revision")));
        return revisions;
    }

    /** @param ranges of numbers, and the revision of each */
    private static Map<String, Long> revisions(int... ranges) {
        Map<String, Long> revisions = new HashMap<>();
        for (int i = 0; i < ranges.length; i += 3) {
            for (int number = ranges[i]; number < ranges[i + 1]; number++) {
                revisions.put("r" + number, (long) ranges[i + 2]);
            }
        }
        return revisions;
    }

    /** A database that takes minutes for thousands of documents, as FerretDB on SQLite does, is not to hold up a start. */
    @Test
    void load_viewThatLacksWhatItCannotBeGiven_isWhatTheRevisionsSay() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a"), Samples.owner("b")));
            store.commit(routes(2, List.of("r /one", "s /two", "t /three")));
            store.commit(routes(3, List.of("t /4"), "s"));
        }
        inDatabase(db -> {
            for (String collection : List.of(COLLECTION, COLLECTION + "_routes")) {
                db.getCollection(collection).drop();
                // Of each revision there is room for one document.
                db.getCollection(collection).createIndex(new Document("revision", 1), new IndexOptions().unique(true));
            }
            db.getCollection(COLLECTION + "_view").deleteMany(new Document("_id", "view"));
        });
        try (ConfigurationStore store = open()) {
            StoredConfiguration stored = store.load();
            assertThat(stored.revision()).isEqualTo(3);
            assertThat(stored.owners()).containsExactly(Samples.owner("a"), Samples.owner("b"));
            assertThat(stored.routes()).containsExactlyInAnyOrder(Samples.route("r /one"), Samples.route("t /4"));
        }
        inDatabase(
                db -> assertThat(db.getCollection(COLLECTION).countDocuments()).isOne());
    }

    /** As a gateway that knows nothing of routes leaves the view, where it commits after one that died before the view was up to date. */
    @Test
    void load_viewMovedOnWithoutRoutes_hasTheRoutes() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            store.commit(routes(2, List.of("r /one", "s /s")));
            store.commit(routes(3, List.of("t /t"), "s"));
        }
        inDatabase(db -> {
            db.getCollection(COLLECTION + "_routes").drop();
            db.getCollection(COLLECTION + "_view").deleteMany(new Document("_id", "view"));
            db.getCollection(COLLECTION + "_view").insertOne(new Document("_id", "view").append("revision", 3L));
        });
        try (ConfigurationStore store = open()) {
            assertThat(now(store).routes()).containsExactlyInAnyOrder(Samples.route("r /one"), Samples.route("t /t"));
            store.commit(routes(4, List.of("s /again")));
            assertThat(now(store).routes()).hasSize(3);
        }
        inDatabase(db -> assertThat(db.getCollection(COLLECTION + "_view")
                        .find(new Document("_id", "view"))
                        .first())
                .containsEntry("revision", 4L)
                .containsEntry("routesrevision", 4L));
    }

    @Test
    void history_revisionWithARouteThatIsNoneToday_isReadAllTheSame() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            store.commit(routes(2, List.of("r /one")));
        }
        inDatabase(db -> db.getCollection(COLLECTION + "_revisions")
                .updateOne(
                        new Document("_id", 2L),
                        new Document(
                                "$set",
                                new Document("changedroutes.0.uris", List.of("no slash"))
                                        .append("changed", List.of(new Document("_id", "x").append("ownerid", "b"))))));
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(routes(3, List.of(), "r"));
            List<Long> numbers = new ArrayList<>();
            store.history("b", 3, revision -> numbers.add(revision.number()));
            assertThat(numbers).containsExactly(2L);
            assertThat(store.at(2, now(store)).orElseThrow().routes())
                    .singleElement()
                    .satisfies(route -> assertThat(route.uris()).containsExactly("no slash"));
            assertThat(store.revisionsAfter(1)).hasSize(2);
        }
    }

    @Test
    void load_routeThatCannotBeUsed_refusesItsRequestsAndKeepsTheOthers() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(routes(1, List.of("r /one", "s /s")));
        }
        inDatabase(db -> db.getCollection(COLLECTION + "_routes")
                .updateOne(
                        new Document("_id", "r"),
                        new Document("$set", new Document("verbs", List.of("FETCH")).append("priority", 5.0))));
        try (ConfigurationStore store = open()) {
            assertThat(now(store).routes())
                    .hasSize(2)
                    .contains(Samples.route("s /s"))
                    .anySatisfy(route -> {
                        assertThat(route.definition().id()).isEqualTo("r");
                        assertThat(route.definition().target()).isInstanceOf(UnusableTarget.class);
                        assertThat(route.rule().priority()).isEqualTo(5);
                    });
        }
    }

    @Test
    void load_routeOfAnotherId_isRefusedByName() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(routes(1, List.of("r /one")));
        }
        inDatabase(db -> db.getCollection(COLLECTION + "_routes")
                .insertOne(RouteDocuments.write(Samples.route("r /two").definition())
                        .append("_id", "copy")));
        try (ConfigurationStore store = open()) {
            assertThatThrownBy(store::load)
                    .isInstanceOf(UnreadableRevisionException.class)
                    .hasMessageContaining("The document copy of ")
                    .hasMessageContaining("has the routeid r");
        }
    }

    @Test
    void routes_thatCannotBeUsed_areRefusedAndNamed() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(routes(1, List.of("r /one", "s /s")));
        }
        inDatabase(db -> db.getCollection(COLLECTION + "_revisions")
                .updateOne(new Document("_id", 1L), Updates.set("changedroutes.0.uris", List.of("no-slash"))));
        try (ConfigurationStore store = open()) {
            assertThat(store.load().routes()).hasSize(2);
            RouteImages images = store.revisionsAfter(0).get(0).routes();
            assertThatThrownBy(() -> images.checked(1, (id, reason) -> {}))
                    .isInstanceOf(UnreadableRevisionException.class)
                    .hasMessageContaining("Revision 1 cannot be taken over: the route r cannot be used: ");
        }
        inDatabase(db ->
                db.getCollection(COLLECTION + "_routes").updateOne(new Document("_id", "s"), Updates.unset("uris")));
        try (ConfigurationStore store = open()) {
            assertThatThrownBy(store::load)
                    .isInstanceOf(UnreadableRevisionException.class)
                    .hasMessageContaining("the route s cannot be used: its field uris is missing");
        }
    }

    /** What a later version wrote must neither be taken for less than it is nor hold up what comes after it. */
    @Test
    void revisions_routeThatIsNotUnderstood_refusesAtItsPlaces() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(routes(1, List.of("r /one", "s /s")));
        }
        inDatabase(db -> db.getCollection(COLLECTION + "_revisions")
                .updateOne(new Document("_id", 1L), Updates.set("changedroutes.0.extras", List.of("access"))));
        List<String> unusable = new ArrayList<>();
        try (ConfigurationStore store = open()) {
            RouteChanges changes = store.revisionsAfter(0)
                    .get(0)
                    .routes()
                    .checked(1, (id, reason) -> unusable.add(id + ": " + reason));
            assertThat(changes.changed()).hasSize(2);
            assertThat(changes.changed().get(0).definition().target()).isInstanceOf(UnusableTarget.class);
            assertThat(changes.changed().get(0).paths()).hasToString("[one]");
        }
        assertThat(unusable)
                .singleElement()
                .asString()
                .startsWith("r: its field extras is unknown (expected: one of _id, ");
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
            assertThat(first.reassigned()).containsExactly("a");
            FormerConfiguration third = store.at(3, now(store)).orElseThrow();
            assertThat(third.owners()).containsExactlyInAnyOrder(again, Samples.owner("b"));
            assertThat(third.reassigned()).isEmpty();
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
