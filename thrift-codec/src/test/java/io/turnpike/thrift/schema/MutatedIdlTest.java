package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.turnpike.thrift.idl.Diagnostic;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.idl.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Corpus texts with random damage: nothing but {@link IdlException} comes out, and its places are in the text. */
class MutatedIdlTest {

    private static final int RUNS = 5_000;
    private static final String[] PIECES = {
        "{",
        "}",
        "(",
        ")",
        "<",
        ">",
        "[",
        "]",
        "\"",
        "'",
        "/*",
        "*/",
        "/**",
        "struct ",
        "enum ",
        "service ",
        "include ",
        "const ",
        "1:",
        "=",
        ",",
        ";",
        "void ",
        "list<",
        "map<",
        "\n",
        " xsd_attrs {",
        " extends ",
        " throws (",
        "typedef ",
        "union ",
        "\\",
        "0x",
        "-",
        "1e",
        "\uD83D",
        "&",
        "a.b",
        "#"
    };

    private final Random random = new Random(20_240_229);
    private final List<String> seeds = new ArrayList<>();

    @Test
    void compile_damagedTexts_onlyEverRaisesIdlException() {
        for (String directory : List.of("good", "good/includes", "bad", "lenient", "strict")) {
            Corpus.files(directory).forEach(file -> seeds.add(Corpus.read(file)));
        }

        int sound = assertTimeoutPreemptively(Duration.ofMinutes(2), this::run);

        assertThat(sound).isBetween(1, RUNS - 1);
    }

    private int run() {
        int sound = 0;
        for (int i = 0; i < RUNS; i++) {
            String text = mutate(pick());
            try {
                ThriftSchema.compile(new IdlSources("main.thrift", text, Map.of("shared.thrift", pick())));
                sound++;
            } catch (IdlException e) {
                e.diagnostics().stream()
                        .filter(diagnostic -> diagnostic.location().file().equals("main.thrift"))
                        .forEach(diagnostic -> checkPlace(diagnostic, text));
            }
        }
        return sound;
    }

    private static void checkPlace(Diagnostic diagnostic, String text) {
        Location location = diagnostic.location();
        String[] lines = text.split("\n", -1);
        assertThat(location.line()).isBetween(1, lines.length);
        assertThat(location.column()).isBetween(1, lines[location.line() - 1].length() + 1);
    }

    private String pick() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private String mutate(String seed) {
        StringBuilder text = new StringBuilder(seed);
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
                case 2 -> text.setLength(at);
                default -> {
                    String other = pick();
                    int from = random.nextInt(other.length() + 1);
                    text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(40)));
                }
            }
        }
        return text.toString();
    }
}
