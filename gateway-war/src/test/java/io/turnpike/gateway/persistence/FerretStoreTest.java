package io.turnpike.gateway.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The store over FerretDB, and what a connection string says of a server: users, TLS, replica sets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FerretStoreTest extends StoreHistoryContract {

    private static final String PASSWORD = "s3cr3t:W0rd/%";
    private static final String ENCODED = "s3cr3t%3AW0rd%2F%25";

    private Path directory;
    private FerretDatabase ferret;

    @BeforeAll
    void start(@TempDir Path home) {
        FerretDatabase.require();
        directory = home;
        ferret = new FerretDatabase(directory);
        ferret.start();
    }

    @AfterAll
    void stop() {
        if (ferret != null) {
            ferret.close();
        }
    }

    @Override
    ConfigurationStore open() throws Exception {
        return MongoStores.external(ferret.url(), database, COLLECTION, TestDatabase.SECRETS);
    }

    @Override
    void inDatabase(Consumer<MongoDatabase> work) {
        ferret.inDatabase(database, work);
    }

    @Test
    void open_externalDatabase_mayHaveOtherGateways() throws Exception {
        try (ConfigurationStore store = open()) {
            assertThat(store.shared()).isTrue();
            assertThat(store.kind()).isEqualTo("MongoDB");
        }
    }

    @Test
    void commit_serverKilledRightAfter_isThere() throws Exception {
        try (FerretDatabase killed = new FerretDatabase(Files.createDirectories(directory.resolve("killed")))) {
            killed.start();
            try (ConfigurationStore store =
                    MongoStores.external(killed.url(), database, COLLECTION, TestDatabase.SECRETS)) {
                store.load();
                store.commit(Samples.revision(1, Samples.owner("a")));
                killed.kill();
                assertThatThrownBy(store::ping).isInstanceOf(StoreUnavailableException.class);
                killed.start();
                assertThat(store.load())
                        .isEqualTo(new StoredConfiguration(1, List.of(Samples.owner("a")), List.of(), List.of()));
            }
        }
    }

    @Test
    void load_nodeWithOtherSecrets_isWarnedOnceAndGivesNothingAway() throws Exception {
        NodeSecrets others = NodeSecrets.of("a master key".getBytes(UTF_8), "another secret".getBytes(UTF_8));
        assertThat(others.cluster()).hasSize(2).isNotEqualTo(TestDatabase.SECRETS.cluster());
        try (TestLog log = new TestLog()) {
            for (NodeSecrets secrets : List.of(TestDatabase.SECRETS, TestDatabase.SECRETS, others, others)) {
                try (ConfigurationStore store = MongoStores.external(ferret.url(), database, COLLECTION, secrets)) {
                    store.load();
                }
            }
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("The gateway that started on MongoDB at ", " last had another clusterSecret.");
        }
        assertThat(ferret.contents(database))
                .noneMatch(json -> json.contains("another secret") || json.contains("a master key"));
    }

    @Test
    void open_replicaSet_isFoundByItsName() throws Exception {
        try (FerretDatabase set = new FerretDatabase(
                Files.createDirectories(directory.resolve("set")),
                "mongodb://127.0.0.1:%d/?replicaSet=rs0",
                "--repl-set-name=rs0",
                "--listen-addr=127.0.0.1:%d")) {
            set.start();
            try (ConfigurationStore store =
                    MongoStores.external(set.url(), database, COLLECTION, TestDatabase.SECRETS)) {
                store.load();
                store.commit(Samples.revision(1, Samples.owner("a")));
                assertThat(store.load().revision()).isEqualTo(1);
            }
        }
    }

    @Test
    void open_userAndPassword_areTakenAndNeverShown() throws Exception {
        try (TestLog log = TestLog.withDriver();
                FerretDatabase guarded = new FerretDatabase(
                        Files.createDirectories(directory.resolve("guarded")),
                        "mongodb://operator:" + ENCODED + "@127.0.0.1:%d/?authSource=admin",
                        "--listen-addr=127.0.0.1:%d",
                        "--test-enable-new-auth",
                        "--setup-database=admin",
                        "--setup-username=operator",
                        "--setup-password=" + PASSWORD)) {
            guarded.start();
            try (ConfigurationStore store =
                    MongoStores.external(guarded.url(), database, COLLECTION, TestDatabase.SECRETS)) {
                store.load();
                store.commit(Samples.revision(1, Samples.owner("a")));
                assertThat(store.description()).doesNotContain("operator", "s3cr3t");
            }
            String wrong = guarded.url().replace("W0rd", "W0rse");
            try (ConfigurationStore store = MongoStores.external(wrong, database, COLLECTION, TestDatabase.SECRETS)) {
                assertThatThrownBy(store::load)
                        .isInstanceOf(StoreUnavailableException.class)
                        .satisfies(e -> {
                            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                                assertThat(cause.toString()).doesNotContain("s3cr3t", "W0rse");
                            }
                        });
            }
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("s3cr3t"));
        }
    }

    @Test
    void open_tls_trustsTheNamedCertificateAndNoOther() throws Exception {
        Path home = Files.createDirectories(directory.resolve("tls"));
        ServerCertificate certificate = ServerCertificate.create(home.resolve("server"));
        ServerCertificate other = ServerCertificate.create(home.resolve("other"));
        try (FerretDatabase encrypted = new FerretDatabase(
                home,
                "mongodb://127.0.0.1:%d/?tlsCAFile=" + certificate.certificateFile(),
                "--listen-addr=",
                "--listen-tls=127.0.0.1:%d",
                "--listen-tls-cert-file=" + certificate.certificateFile(),
                "--listen-tls-key-file=" + certificate.keyFile())) {
            encrypted.start();
            String address = encrypted.url().substring(0, encrypted.url().indexOf('?') + 1);
            try (ConfigurationStore store =
                    MongoStores.external(encrypted.url(), database, COLLECTION, TestDatabase.SECRETS)) {
                store.load();
                store.commit(Samples.revision(1, Samples.owner("a")));
            }
            for (String wrong : List.of("", "tls=true&", "tlsCAFile=" + other.certificateFile() + "&")) {
                String url = address + wrong + "serverSelectionTimeoutMS=1000";
                try (ConfigurationStore store = MongoStores.external(url, database, COLLECTION, TestDatabase.SECRETS)) {
                    assertThatThrownBy(store::load).isInstanceOf(StoreUnavailableException.class);
                }
            }
        }
    }
}
