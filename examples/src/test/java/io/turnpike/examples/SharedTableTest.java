package io.turnpike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTableTest {

    @TempDir
    private Path folder;

    @Test
    void find_rowInsertedByAnotherTable_isFoundAtOnceAndCannotBeInsertedTwice() throws Exception {
        Optional<Path> file = Optional.of(folder.resolve("rows"));
        try (SharedTable one = new SharedTable(file);
                SharedTable two = new SharedTable(file)) {
            List<String> row = List.of("tab\t", "Größe\n", "");
            assertThat(one.insert(row)).isTrue();
            assertThat(two.insert(row)).isFalse();
            assertThat(two.insert(List.of("2", "b", "c"))).isTrue();

            assertThat(two.find("tab\t")).contains(row);
            assertThat(one.find("2")).contains(List.of("2", "b", "c"));
            assertThat(one.find("3")).isEmpty();
        }
    }

    @Test
    void insert_afterAWriterWasKilledInALine_cutsItOff() throws Exception {
        Path file = folder.resolve("rows");
        try (SharedTable table = new SharedTable(Optional.of(file))) {
            table.insert(List.of("1", "a"));
            Files.writeString(file, "2\tha", StandardOpenOption.APPEND);
            assertThat(table.find("2")).isEmpty();
            assertThat(table.insert(List.of("3", "c"))).isTrue();
        }
        assertThat(Files.readString(file)).isEqualTo("1\ta\n3\tc\n");
    }

    @Test
    void insert_withoutFile_keepsRowsInMemory() throws Exception {
        try (SharedTable table = new SharedTable(Optional.empty())) {
            assertThat(table.insert(List.of("1", "a"))).isTrue();
            assertThat(table.insert(List.of("1", "b"))).isFalse();
            assertThat(table.find("1")).contains(List.of("1", "a"));
        }
    }
}
