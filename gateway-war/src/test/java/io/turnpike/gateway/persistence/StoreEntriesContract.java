package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Updates;
import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.schema.PluginJson;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What every database has to do for plugins that are bound, and for consumers. */
abstract class StoreEntriesContract extends ConfigurationStoreContract {

    private static final Entry CORS = PluginBinding.global("cors", PluginJson.parse("{\"a.b\":{\"$c\":[1,null]}}"));
    private static final Entry OTHER_CORS = PluginBinding.global("cors", PluginJson.parse("[]"));
    private static final Entry OFF = PluginBinding.service("Käse & Söhne", "cors", PluginJson.parse("null"));
    private static final Entry ALICE = new Consumer("alice@example.com", List.of("hash2", "hash1"));

    private static Revision entries(long number, List<Entry> changed, String... removed) {
        return new Revision(
                number,
                "test",
                Instant.parse("2026-01-01T12:00:00Z"),
                "bind-plugin",
                "entries",
                List.of(),
                List.of(),
                RouteImages.NONE,
                new EntryChanges(changed, List.of(removed)));
    }

    private static List<Entry> at(ConfigurationStore store, long number) throws Exception {
        return store.at(number, store.load()).orElseThrow().entries();
    }

    @Test
    void entries_thatCameAndWent_areThereWhenTheyWere() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            store.commit(entries(2, List.of(CORS, OFF)));
            store.commit(entries(3, List.of(OTHER_CORS, ALICE), OFF.id()));
            store.commit(entries(4, List.of(OFF), "consumer/never"));
            assertThat(store.revisionsAfter(2))
                    .containsExactly(
                            entries(3, List.of(OTHER_CORS, ALICE), OFF.id()),
                            entries(4, List.of(OFF), "consumer/never"));
            assertThat(store.outlines(4, 2))
                    .extracting(RevisionOutline::entries)
                    .containsExactly(List.of(OFF.id(), "consumer/never"), List.of(CORS.id(), ALICE.id(), OFF.id()));
            assertThat(at(store, 1)).isEmpty();
            assertThat(at(store, 2)).containsExactlyInAnyOrder(CORS, OFF);
            assertThat(at(store, 3)).containsExactlyInAnyOrder(OTHER_CORS, ALICE);
            assertThat(at(store, 4)).containsExactlyInAnyOrder(OTHER_CORS, ALICE, OFF);
        }
        inDatabase(db -> {
            db.getCollection(COLLECTION + "_view").drop();
            db.getCollection(COLLECTION + "_entries").drop();
        });
        try (ConfigurationStore store = open()) {
            assertThat(store.load().entries())
                    .as("each with the revision that made it what it is")
                    .containsExactlyInAnyOrder(
                            new StoredEntry(OTHER_CORS, 3), new StoredEntry(ALICE, 3), new StoredEntry(OFF, 4));
        }
    }

    /** As a gateway that knows routes, but nothing of entries, leaves the view where it commits after one that died before the view was up to date. */
    @Test
    void load_viewMovedOnWithoutEntries_hasTheEntries() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(entries(1, List.of(CORS, OFF)));
            store.commit(entries(2, List.of(ALICE), OFF.id()));
        }
        inDatabase(db -> {
            db.getCollection(COLLECTION + "_entries").drop();
            db.getCollection(COLLECTION + "_view").deleteMany(new Document("_id", "view"));
            db.getCollection(COLLECTION + "_view")
                    .insertOne(
                            new Document("_id", "view").append("revision", 2L).append("routesrevision", 2L));
        });
        try (ConfigurationStore store = open()) {
            assertThat(store.load().entries())
                    .containsExactlyInAnyOrder(new StoredEntry(CORS, 1), new StoredEntry(ALICE, 2));
            store.commit(entries(3, List.of(OFF)));
            assertThat(store.load().entries()).hasSize(3);
        }
        inDatabase(db -> assertThat(db.getCollection(COLLECTION + "_view")
                        .find(new Document("_id", "view"))
                        .first())
                .containsEntry("revision", 3L)
                .containsEntry("entriesrevision", 3L));
    }

    /** Without one of its plugins a service would let in what it was made to keep out. */
    @Test
    void load_entryThatIsNotUnderstood_isRefusedByName() throws Exception {
        for (Document bad : List.of(
                new Document("entryid", "global/cors").append("content", "{"),
                new Document("entryid", "global/cors"),
                new Document("entryid", "other/cors").append("content", "{}"),
                new Document("entryid", "consumer/alice").append("content", "{\"keys\":[]}"))) {
            nextDatabase();
            try (ConfigurationStore store = open()) {
                store.load();
                store.commit(entries(1, List.of(CORS)));
            }
            String id = bad.getString("entryid");
            inDatabase(db -> {
                db.getCollection(COLLECTION + "_entries").deleteMany(new Document());
                db.getCollection(COLLECTION + "_entries").insertOne(new Document(bad).append("_id", id));
            });
            try (ConfigurationStore store = open()) {
                assertThatThrownBy(store::load)
                        .isInstanceOf(UnreadableRevisionException.class)
                        .hasMessageContaining("the entry " + id + " cannot be used: ");
            }
        }
    }

    @Test
    void revisionsAfter_entryOfALaterVersion_isRefusedWithTheRevision() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(entries(1, List.of(CORS)));
        }
        inDatabase(db -> db.getCollection(COLLECTION + "_revisions")
                .updateOne(
                        new Document("_id", 1L),
                        Updates.combine(
                                Updates.set("changedentries.0._id", "later/x"),
                                Updates.set("changedentries.0.entryid", "later/x"))));
        try (ConfigurationStore store = open()) {
            assertThatThrownBy(() -> store.revisionsAfter(0))
                    .isInstanceOf(UnreadableRevisionException.class)
                    .hasMessageContaining("The stored revision 1 cannot be read: the entry later/x cannot be used")
                    .hasMessageContaining("no known kind");
        }
    }
}
