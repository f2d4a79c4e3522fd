package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.turnpike.thrift.fuzz.Allocation;
import io.turnpike.thrift.idl.Diagnostic;
import io.turnpike.thrift.idl.FaultCollector;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any text as an IDL, with what follows a form feed as {@code a.thrift}. What is taken can be used, and, written as IDL
 * again, means the same; what is refused has faults in places that exist.
 */
class IdlFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void compile_anyText_isRefusedOrMeansTheSameAgain(byte[] bytes) throws Exception {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int cut = text.indexOf('\f');
        IdlSources sources = cut < 0
                ? IdlSources.of(text)
                : new IdlSources("main.thrift", text.substring(0, cut), Map.of("a.thrift", text.substring(cut + 1)));

        Outcome outcome = Allocation.bounded(1 << 20, 3_000, bytes.length, () -> compile(sources));

        ThriftSchema schema = outcome.schema();
        if (schema == null) {
            assertThat(outcome.diagnostics()).hasSizeBetween(1, 2 * FaultCollector.MAX_PER_FILE);
            outcome.diagnostics().forEach(diagnostic -> checkPlace(diagnostic, sources));
            return;
        }
        for (ServiceSchema service : schema.services()) {
            assertThat(MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS)).hasSameSizeAs(service.methods());
        }
        String once = SchemaText.of(schema);
        assertThat(SchemaText.of(ThriftSchema.compile(IdlSources.of(once)))).isEqualTo(once);
    }

    private record Outcome(@Nullable ThriftSchema schema, List<Diagnostic> diagnostics) {}

    private static Outcome compile(IdlSources sources) {
        try {
            return new Outcome(ThriftSchema.compile(sources), List.of());
        } catch (IdlException e) {
            return new Outcome(null, e.diagnostics());
        }
    }

    private static void checkPlace(Diagnostic diagnostic, IdlSources sources) {
        String text = sources.includes().getOrDefault(diagnostic.location().file(), sources.mainText());
        int line = diagnostic.location().line();
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
            assertThat(start).isPositive();
        }
        assertThat(text.startsWith(diagnostic.sourceLine(), start)).isTrue();
        assertThat(start + diagnostic.location().column() - 1).isBetween(start, text.length());
        assertThat(diagnostic.message()).isNotBlank();
    }
}
