package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredServer;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.routing.ServiceOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database that the gateway keeps registrations in has to do for it. */
abstract class ConfigurationStoreContract {

    static final String COLLECTION = "admin_services";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** A database that no other test has. */
    String database;

    @BeforeEach
    void nextDatabase() {
        database = "gateway" + DATABASES.incrementAndGet();
    }

    /** Opens the store over {@link #database}; not while it is open already. */
    abstract ConfigurationStore open() throws Exception;

    /** Gives direct access to {@link #database}, while the store is not open. */
    abstract void inDatabase(Consumer<MongoDatabase> work) throws Exception;

    @Test
    void load_emptyDatabase_isRevision0() throws Exception {
        try (ConfigurationStore store = open()) {
            assertThat(store.load()).isEqualTo(new StoredConfiguration(0, List.of(), List.of(), List.of()));
            store.ping();
        }
    }

    @Test
    void commit_thenLoadAfterReopen_givesTheSameOwners() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            store.commit(Samples.revision(2, Samples.owner("b")));
        }
        try (ConfigurationStore store = open()) {
            StoredConfiguration stored = store.load();
            assertThat(stored.revision()).isEqualTo(2);
            assertThat(stored.owners()).containsExactly(Samples.owner("a"), Samples.owner("b"));
            assertThat(store.revisionsAfter(1)).containsExactly(Samples.revision(2, Samples.owner("b")));
        }
    }

    @Test
    void commit_takenNumber_conflictsAndChangesNothing() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            assertThatThrownBy(() -> store.commit(Samples.revision(1, Samples.owner("b"))))
                    .isInstanceOf(RevisionConflictException.class);
            assertThat(store.load().owners()).containsExactly(Samples.owner("a"));
        }
    }

    @Test
    void load_viewLost_isRebuiltFromRevisions() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            store.commit(Samples.revision(2, Samples.owner("b")));
        }
        inDatabase(db -> {
            db.getCollection(COLLECTION).drop();
            db.getCollection(COLLECTION + "_view").drop();
        });
        try (ConfigurationStore store = open()) {
            assertThat(store.load().owners()).containsExactly(Samples.owner("a"), Samples.owner("b"));
        }
    }

    /** As when a process died between commits and view. */
    @Test
    void load_viewFarBehind_isBroughtUpToDateAcrossManyRevisions() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            for (long number = 1; number <= 200; number++) {
                store.commit(Samples.revision(number, Samples.owner("o" + number)));
            }
            assertThat(store.revisionsAfter(1))
                    .hasSize(199)
                    .last()
                    .isEqualTo(Samples.revision(200, Samples.owner("o200")));
            assertThat(store.revisionsAfter(136)).hasSize(64);
            assertThat(store.revisionsAfter(200)).isEmpty();
        }
        inDatabase(db -> {
            db.getCollection(COLLECTION).deleteMany(Filters.gt("revision", 10));
            db.getCollection(COLLECTION + "_view").updateOne(Filters.eq("_id", "view"), Updates.set("revision", 10L));
        });
        try (ConfigurationStore store = open()) {
            StoredConfiguration stored = store.load();
            assertThat(stored.revision()).isEqualTo(200);
            assertThat(stored.owners()).hasSize(200);
        }
    }

    @Test
    void commit_viewBehind_bringsItUpToDate() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            store.commit(Samples.revision(2, Samples.owner("b")));
        }
        inDatabase(db -> {
            db.getCollection(COLLECTION).deleteMany(Filters.eq("revision", 2));
            db.getCollection(COLLECTION + "_view").updateOne(Filters.eq("_id", "view"), Updates.set("revision", 1L));
        });
        try (ConfigurationStore store = open()) {
            store.commit(Samples.revision(3, Samples.owner("c")));
            assertThat(store.load().owners())
                    .containsExactlyInAnyOrder(Samples.owner("a"), Samples.owner("b"), Samples.owner("c"));
        }
    }

    @Test
    void load_databaseOfTheReference_becomesRevision1AsItIs() throws Exception {
        Document old = new Document("apikey", "plain-key")
                .append("ownername", "John")
                .append("ownerid", "john")
                .append("services", List.of(new Document("servicename", "S").append("idlcontent", " ")));
        inDatabase(db -> db.getCollection(COLLECTION)
                .insertMany(List.of(
                        old,
                        new Document("ownername", "nobody"),
                        new Document("ownerid", "john").append("apikey", "other"),
                        new Document("ownerid", "odd").append("services", 7))));
        try (ConfigurationStore store = open()) {
            StoredConfiguration stored = store.load();
            assertThat(stored.revision()).isEqualTo(1);
            assertThat(stored.owners()).extracting(Owner::ownerId).containsExactly("john", "odd");
            Owner john = stored.owners().get(0);
            assertThat(john.plainKeyStored()).isTrue();
            assertThat(john.services()).extracting(RegisteredService::options).containsExactly(ServiceOptions.DEFAULTS);
            assertThat(john.apiKeyHash()).isEqualTo(ApiKeys.hash("plain-key"));
            store.commit(Samples.revision(2, john.withHashedKey()));
        }
        inDatabase(db -> {
            Document john = db.getCollection(COLLECTION)
                    .find(new Document("_id", old.get("_id")))
                    .first();
            assertThat(john)
                    .containsEntry("apikeyhash", ApiKeys.hash("plain-key"))
                    .doesNotContainKey("apikey");
            assertThat(db.getCollection(COLLECTION).countDocuments()).isEqualTo(4);
            assertThat(db.getCollection(COLLECTION + "_revisions").find().map(Document::toJson))
                    .noneMatch(json -> json.contains("plain-key"));
        });
    }

    @Test
    void commit_removal_isGoneForGoodAlsoForANodeThatIsLate() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a"), Samples.owner("b")));
            store.commit(removal(2, "a"));
            assertThat(store.load().owners()).containsExactly(Samples.owner("b"));
            assertThat(store.revisionsAfter(1)).containsExactly(removal(2, "a"));
        }
        // Another node that had read revision 1 and only now writes it into the view.
        inDatabase(db -> db.getCollection(COLLECTION + "_view").drop());
        try (ConfigurationStore store = open()) {
            assertThat(store.load().owners()).containsExactly(Samples.owner("b"));
            store.commit(Samples.revision(3, Samples.owner("a")));
            assertThat(store.load().owners()).containsExactlyInAnyOrder(Samples.owner("a"), Samples.owner("b"));
        }
    }

    @Test
    void history_ofOneOwner_isNewestFirstAcrossManyOthersAndEndsWhereItWasRemovedBefore() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            store.commit(removal(2, "a"));
            store.commit(Samples.revision(3, Samples.owner("a"), Samples.owner("b")));
            long last = 3;
            // More than is asked for at once.
            while (last < 150) {
                store.commit(Samples.revision(++last, Samples.owner("b")));
            }
            store.commit(Samples.revision(++last, Samples.owner("a")));
            store.commit(Samples.revision(++last, Samples.owner("b")));

            assertThat(history(store, "a", last, Integer.MAX_VALUE))
                    .extracting(OwnerRevision::number)
                    .containsExactly(151L, 3L);
            assertThat(history(store, "a", 150, Integer.MAX_VALUE))
                    .containsExactly(
                            new OwnerRevision(3, "test", Samples.revision(3).time(), "register", Samples.owner("a")));
            assertThat(history(store, "a", 2, Integer.MAX_VALUE)).isEmpty();
            assertThat(history(store, "b", last, 2))
                    .extracting(OwnerRevision::number)
                    .containsExactly(152L, 150L);
            assertThat(history(store, "nobody", last, 1)).isEmpty();
        }
    }

    private static List<OwnerRevision> history(ConfigurationStore store, String ownerId, long last, int most)
            throws Exception {
        List<OwnerRevision> seen = new ArrayList<>();
        store.history(ownerId, last, revision -> seen.add(revision) && seen.size() < most);
        return seen;
    }

    private static Revision removal(long number, String ownerId) {
        Revision change = Samples.revision(number);
        return new Revision(number, change.author(), change.time(), "delete", "", List.of(), List.of(ownerId));
    }

    /** What the reference's Go driver writes, at its best. */
    private static Document reference(String ownerId, String apiKey) {
        return new Document("apikey", apiKey)
                .append("ownername", "John Doe")
                .append("ownerid", ownerId)
                .append(
                        "services",
                        List.of(new Document("serviceid", "1")
                                .append("servicename", "AssetManagement")
                                .append("idlcontent", "service AssetManagement { void insertAsset() }")
                                .append("version", "1.0")
                                .append("servicedescription", "Service Description")
                                .append("servercount", 2)
                                .append(
                                        "paths",
                                        List.of(new Document("methodpath", "newAsset")
                                                .append("exposedmethod", "insertAsset")))
                                .append(
                                        "registeredservers",
                                        List.of(new Document("serverurl", "http://localhost:8000")
                                                .append("port", 8000)))));
    }

    @Test
    void load_documentsOfTheReference_areServedAsTheyAre() throws Exception {
        inDatabase(db -> db.getCollection(COLLECTION).insertOne(reference("UserName", "3f1c-key")));
        try (ConfigurationStore store = open()) {
            Owner owner = store.load().owners().get(0);
            assertThat(owner.ownerName()).isEqualTo("John Doe");
            RegisteredService service = owner.services().get(0);
            assertThat(service.serviceName()).isEqualTo("AssetManagement");
            assertThat(service.serverCount()).isEqualTo(2);
            assertThat(service.paths()).singleElement().satisfies(path -> {
                assertThat(path.methodPath()).isEqualTo("newAsset");
                assertThat(path.exposedMethod()).isEqualTo("insertAsset");
            });
            assertThat(service.registeredServers())
                    .containsExactly(new RegisteredServer("http://localhost:8000", 8000));
        }
    }

    @Test
    void load_oddDocuments_losesNothingAndSaysWhatItCannotUse() throws Exception {
        Document odd = reference("odd", "key-of-odd");
        Document service = (Document) odd.getList("services", Object.class).get(0);
        service.append("servercount", "3")
                .append("version", 7)
                .append("paths", null)
                .append("registeredservers", new Document("serverurl", "x"))
                .append("ourown", "kept");
        odd.append("services", Arrays.asList(service, null, "text", new Document("servicename", "Bare")))
                .append("createdat", "yesterday");
        Document fraction = reference("fraction", "key-of-fraction");
        ((Document) fraction.getList("services", Object.class).get(0)).append("servercount", 2.0);
        List<Document> documents = List.of(
                odd,
                fraction,
                new Document("ownerid", 7).append("apikey", "key-of-seven"),
                new Document("ownerid", "bare"),
                new Document("ownerid", "null").append("apikey", null).append("services", null));
        inDatabase(db -> db.getCollection(COLLECTION).insertMany(documents));

        try (TestLog log = new TestLog();
                ConfigurationStore store = open()) {
            StoredConfiguration stored = store.load();
            assertThat(stored.owners())
                    .extracting(Owner::ownerId)
                    .containsExactlyInAnyOrder("odd", "fraction", "bare", "null");
            Owner read = find(stored, "odd");
            assertThat(read.services())
                    .extracting(RegisteredService::serviceName)
                    .containsExactly("AssetManagement", "Bare");
            assertThat(read.services().get(0).serverCount()).isEqualTo(3);
            assertThat(find(stored, "fraction").services().get(0).serverCount()).isEqualTo(2);
            assertThat(log.warnings())
                    .anyMatch(line -> line.contains("has no ownerid and is left alone"))
                    .anyMatch(line -> line.contains("services[0].version is of type Integer (expected: text)"))
                    .anyMatch(line -> line.contains("services[0].registeredservers is of type Document"))
                    .anyMatch(line -> line.contains("services[1] is null (expected: a document)"))
                    .anyMatch(line -> line.contains("services[2] is of type String (expected: a document)"))
                    .anyMatch(line -> line.contains("services[3] has no idlcontent, so that it is suspended"))
                    .anyMatch(line -> line.contains("owner bare has no apikey"))
                    .anyMatch(line -> line.contains("owner null has no apikey"));
            assertThat(log.lines()).noneMatch(line -> line.contains("key-of-"));
            // The first use of the key rewrites the document; what it held is in the first revision.
            store.commit(Samples.revision(2, read.withHashedKey()));
        }
        inDatabase(db -> {
            MongoCollection<Document> revisions = db.getCollection(COLLECTION + "_revisions");
            String first = revisions.find(new Document("_id", 1L)).first().toJson();
            assertThat(first).contains("kept", "yesterday", "text").doesNotContain("key-of-");
            assertThat(db.getCollection(COLLECTION).countDocuments()).isEqualTo(5);
        });
    }

    private static Owner find(StoredConfiguration stored, String ownerId) {
        return stored.owners().stream()
                .filter(owner -> owner.ownerId().equals(ownerId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void load_viewOfATakenOverDatabaseLost_comesBackWithoutPlainKeys() throws Exception {
        inDatabase(db -> db.getCollection(COLLECTION).insertOne(reference("UserName", "3f1c-key")));
        Owner before;
        try (ConfigurationStore store = open()) {
            before = store.load().owners().get(0);
        }
        inDatabase(db -> {
            db.getCollection(COLLECTION).drop();
            db.getCollection(COLLECTION + "_view").drop();
        });
        try (ConfigurationStore store = open()) {
            assertThat(store.load().owners()).containsExactly(before.withHashedKey());
        }
        inDatabase(db -> {
            List<String> all = new ArrayList<>();
            for (String collection : db.listCollectionNames()) {
                db.getCollection(collection).find().map(Document::toJson).into(all);
            }
            assertThat(all).noneMatch(json -> json.contains("3f1c-key"));
        });
    }
}
