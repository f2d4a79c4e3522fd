package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an undeployed application leaves running keeps its class loader for ever. */
class StoreThreadsTest {

    @TempDir
    Path directory;

    @Test
    void close_embeddedStore_leavesNoThread() throws Exception {
        Set<Thread> before = threads();
        for (int i = 0; i < 3; i++) {
            try (ConfigurationStore store = MongoStores.embedded(directory.resolve("data"), "db", "owners")) {
                long number = store.load().revision() + 1;
                store.commit(Samples.revision(number, Samples.owner("a" + number)));
                store.ping();
                assertThat(started(before)).isNotEmpty();
            }
            assertThat(started(before)).isEmpty();
        }
        // Of whichever client it was that had started it: the driver has one per class loader.
        assertThat(threads()).extracting(Thread::getName).noneMatch(name -> name.startsWith("BufferPoolPruner"));
    }

    @Test
    void close_absentMongo_leavesNoThread() throws Exception {
        Set<Thread> before = threads();
        try (ConfigurationStore store =
                MongoStores.external("mongodb://127.0.0.1:9/", "db", "owners", TestDatabase.SECRETS)) {
            assertThat(started(before)).isNotEmpty();
        }
        assertThat(started(before)).isEmpty();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    private static Set<String> started(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }
}
