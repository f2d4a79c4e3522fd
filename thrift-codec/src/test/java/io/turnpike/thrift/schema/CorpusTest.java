package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.turnpike.thrift.idl.Diagnostic;
import io.turnpike.thrift.idl.IdlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text of the corpus: compiles, or has exactly the faults that its {@code // expect line:column message} say. */
class CorpusTest {

    private static final Pattern EXPECTATION = Pattern.compile("// expect (\\d+:\\d+) (.*?)\\s*(?=// expect|\\R|$)");

    static Stream<Path> sound() {
        return Stream.concat(Corpus.files("good").stream(), Corpus.files("lenient").stream());
    }

    static Stream<Path> faulty() {
        return Stream.concat(Corpus.files("bad").stream(), Corpus.files("strict").stream());
    }

    @ParameterizedTest
    @MethodSource("sound")
    void compile_soundText_succeeds(Path file) throws IdlException {
        assertThat(ThriftSchema.compile(Corpus.sources(file))).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void compile_faultyText_reportsEveryFaultAndNoOther(Path file) {
        List<String> expected = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        Matcher matcher = EXPECTATION.matcher(Corpus.read(file));
        while (matcher.find()) {
            expected.add(file.getFileName() + ":" + matcher.group(1));
            messages.add(matcher.group(2));
        }

        IdlException thrown =
                catchThrowableOfType(IdlException.class, () -> ThriftSchema.compile(Corpus.sources(file)));

        assertThat(thrown).isNotNull();
        assertThat(thrown.diagnostics())
                .as(thrown.getMessage())
                .extracting(diagnostic -> diagnostic.location().toString())
                .containsExactlyElementsOf(expected);
        String[] lines = Corpus.read(file).split("\n", -1);
        for (int i = 0; i < messages.size(); i++) {
            Diagnostic diagnostic = thrown.diagnostics().get(i);
            assertThat(diagnostic.message()).startsWith(messages.get(i));
            String line = lines[diagnostic.location().line() - 1];
            assertThat(diagnostic.sourceLine()).isEqualTo(line.substring(0, Math.min(200, line.length())));
        }
    }
}
