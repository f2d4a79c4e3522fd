package io.turnpike.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void between_twoTexts_showsWhatDiffersAndALittleAround() {
        assertThat(LineDiff.between("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\n4\nx\n6\n7\n8\n"))
                .containsExactly("...", "  3", "  4", "- 5", "+ x", "  6", "  7", "+ 8");
        assertThat(LineDiff.between("a\n", "a")).containsExactly("...");
        assertThat(LineDiff.between("", "a\nb")).containsExactly("+ a", "+ b");
    }

    @Test
    void between_randomTexts_leadsFromOneToTheOther() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            String before = text(random);
            String after = text(random);
            List<String> lines = LineDiff.between(before, after);
            assertThat(chosen(lines, '-')).isSubsetOf(before.lines().toList());
            assertThat(chosen(lines, '+')).isSubsetOf(after.lines().toList());
            assertThat(before.lines().count() - chosen(lines, '-').size())
                    .as("what is left of both is as long")
                    .isEqualTo(after.lines().count() - chosen(lines, '+').size());
            if (before.equals(after)) {
                assertThat(chosen(lines, '-')).isEmpty();
            }
        }
    }

    @Test
    void between_veryManyLines_showsAllOfThem() {
        String before = "a\n".repeat(3_000);
        String after = "b\n".repeat(3_000);
        List<String> lines = LineDiff.between(before, after);
        assertThat(lines).hasSize(6_000);
        assertThat(lines.get(0)).isEqualTo("- a");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(3))).append('\n');
        }
        return text.toString();
    }

    private static List<String> chosen(List<String> lines, char mark) {
        List<String> chosen = new ArrayList<>();
        lines.stream().filter(line -> line.charAt(0) == mark).forEach(line -> chosen.add(line.substring(2)));
        return chosen;
    }
}
