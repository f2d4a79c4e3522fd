package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/json-mapping.md} is true: each row of its tables has an example below its heading, and each example runs. */
class JsonMappingDocTest {

    private static final String HEADING = "#### ";

    private record Example(String row, int line, String text) {}

    @Test
    void everyRow_ofEveryTable_hasAnExample() throws Exception {
        Set<String> shown = new TreeSet<>();
        examples().forEach(example -> shown.add(example.row()));
        List<String> rows = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 2; i < lines.size(); i++) {
            boolean isRow = lines.get(i).startsWith("| ") && lines.get(i - 1).startsWith("|");
            if (isRow && !lines.get(i).startsWith("|--")) {
                rows.add(firstCell(lines.get(i)));
            }
        }

        assertThat(rows).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(shown).containsAll(rows);
    }

    @TestFactory
    Stream<DynamicTest> example_ofEachRow_isWhatHappens() throws Exception {
        return examples().stream()
                .map(example -> dynamicTest(
                        example.row() + " (line " + example.line() + ")", () -> DocExample.run(example.text())));
    }

    @Test
    void example_thatIsWrong_fails() {
        String idl = "struct S { 1: i32 a }\n";

        assertThatThrownBy(() -> DocExample.run(idl + "request {\"a\":1}\nthrift {1: i32 2}"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> DocExample.run(idl + "thrift {1: i32 2}\nreply {\"a\":1}"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> DocExample.run(idl + "thrift {1: i32 2}\nfault no"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> DocExample.run(idl + "request {\"a\":1}\nfault /a no"))
                .isInstanceOf(AssertionError.class);
    }

    private static List<Example> examples() throws Exception {
        List<Example> examples = new ArrayList<>();
        List<String> lines = lines();
        String row = "";
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("#")) {
                row = lines.get(i).startsWith(HEADING) ? plain(lines.get(i).substring(HEADING.length())) : "";
            } else if (lines.get(i).equals("```example")) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                assertThat(row).as("heading of the example in line " + (i + 1)).isNotEmpty();
                examples.add(new Example(row, i + 2, String.join("\n", lines.subList(i + 1, end))));
                i = end;
            }
        }
        return examples;
    }

    private static List<String> lines() throws Exception {
        return Files.readAllLines(Path.of(System.getProperty("basedir", "."), "..", "docs", "json-mapping.md"));
    }

    private static String firstCell(String row) {
        return plain(row.split("(?<!\\\\)\\|", 3)[1]);
    }

    private static String plain(String text) {
        return text.replace("`", "").replace("*", "").strip();
    }
}
