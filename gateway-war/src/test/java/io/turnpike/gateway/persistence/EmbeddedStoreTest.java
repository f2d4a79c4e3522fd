package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest extends StoreHistoryContract {

    @TempDir
    Path directory;

    @Override
    ConfigurationStore open() throws Exception {
        return MongoStores.embedded(directory.resolve("data"), database, COLLECTION);
    }

    /** Opens the file, then closes it. */
    @Override
    void inDatabase(Consumer<MongoDatabase> work) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.open(directory.resolve("data"));
                MongoClient client =
                        MongoClients.create("mongodb://" + server.address().getHostString() + ":"
                                + server.address().getPort() + "/?appName="
                                + URLEncoder.encode(server.password(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"))) {
            work.accept(client.getDatabase(database));
        }
    }

    @Test
    void open_newDirectory_isForItsOwnersEyesOnly() throws Exception {
        try (ConfigurationStore store = open()) {
            assertThat(store.shared()).isFalse();
            assertThat(Files.getPosixFilePermissions(directory.resolve("data")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
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
        try (ConfigurationStore store = MongoStores.embedded(server, database, COLLECTION)) {
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
                        directory.resolve("data").toString(),
                        database)
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
            assertThat(store.load())
                    .isEqualTo(new StoredConfiguration(1, List.of(Samples.owner("a")), List.of(), List.of()));
        }
    }

    /** Commits, says so, and waits to be killed. */
    static final class CommitAndHang {

        private CommitAndHang() {}

        public static void main(String[] arguments) throws Exception {
            ConfigurationStore store = MongoStores.embedded(Path.of(arguments[0]), arguments[1], COLLECTION);
            store.load();
            store.commit(Samples.revision(1, Samples.owner("a")));
            System.out.println("committed");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
