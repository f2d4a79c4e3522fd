package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.routing.ServiceOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest {

    private static final String DB = "api_gateway_db";
    private static final String COLLECTION = "admin_services";

    @TempDir
    Path directory;

    private ConfigurationStore open() throws Exception {
        return MongoStores.embedded(directory.resolve("data"), DB, COLLECTION);
    }

    /** Gives direct access to the database of a data directory, then closes it. */
    private void inDatabase(java.util.function.Consumer<MongoDatabase> work) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.open(directory.resolve("data"));
                MongoClient client =
                        MongoClients.create("mongodb://" + server.address().getHostString() + ":"
                                + server.address().getPort() + "/?appName="
                                + URLEncoder.encode(server.password(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"))) {
            work.accept(client.getDatabase(DB));
        }
    }

    @Test
    void load_emptyDatabase_isRevision0() throws Exception {
        try (ConfigurationStore store = open()) {
            assertThat(store.load()).isEqualTo(new StoredConfiguration(0, List.of()));
            assertThat(Files.getPosixFilePermissions(directory.resolve("data")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
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
        inDatabase(database -> {
            database.getCollection(COLLECTION).drop();
            database.getCollection(COLLECTION + "_view").drop();
        });
        try (ConfigurationStore store = open()) {
            assertThat(store.load().owners()).containsExactly(Samples.owner("a"), Samples.owner("b"));
        }
    }

    @Test
    void load_databaseOfTheReference_becomesRevision1AsItIs() throws Exception {
        Document old = new Document("apikey", "plain-key")
                .append("ownername", "John")
                .append("ownerid", "john")
                .append("services", List.of(new Document("servicename", "S").append("idlcontent", " ")));
        inDatabase(database -> database.getCollection(COLLECTION)
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
        inDatabase(database -> {
            Document john = database.getCollection(COLLECTION)
                    .find(new Document("_id", old.get("_id")))
                    .first();
            assertThat(john)
                    .containsEntry("apikeyhash", ApiKeys.hash("plain-key"))
                    .doesNotContainKey("apikey");
            assertThat(database.getCollection(COLLECTION).countDocuments()).isEqualTo(4);
            assertThat(database.getCollection(COLLECTION + "_revisions").find().map(Document::toJson))
                    .noneMatch(json -> json.contains("plain-key"));
        });
    }

    @Test
    void open_directoryInUse_saysSo() throws Exception {
        try (ConfigurationStore store = open()) {
            store.load();
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("in use by another gateway");
        }
    }

    /** As a write that fails does, for one because the disk is full. */
    @Test
    void commit_fileClosedUnderneath_isUnavailableAndTheStoreOfNoMoreUse() throws Exception {
        EmbeddedServer server = EmbeddedServer.open(directory.resolve("data"));
        try (ConfigurationStore store = MongoStores.embedded(server, DB, COLLECTION)) {
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            assertThat(store.usable()).isTrue();
            server.closeFile();
            assertThatThrownBy(() -> store.commit(Samples.revision(2, Samples.owner("b"))))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(store.usable()).isFalse();
        }
        try (ConfigurationStore store = open()) {
            assertThat(store.load().revision()).isEqualTo(1);
        }
    }

    @Test
    void commit_processKilledRightAfter_isThere() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommitAndHang.class.getName(),
                        directory.resolve("data").toString())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("committed");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        try (ConfigurationStore store = open()) {
            assertThat(store.load()).isEqualTo(new StoredConfiguration(1, List.of(Samples.owner("a"))));
        }
    }

    /** Commits, says so, and waits to be killed. */
    static final class CommitAndHang {

        private CommitAndHang() {}

        public static void main(String[] arguments) throws Exception {
            ConfigurationStore store = MongoStores.embedded(Path.of(arguments[0]), DB, COLLECTION);
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            System.out.println("committed");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
