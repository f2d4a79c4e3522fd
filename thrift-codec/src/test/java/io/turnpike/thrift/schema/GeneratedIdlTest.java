package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.idl.FaultCollector;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random texts, sound and damaged, given to the stock compiler and to us: the same verdict, the same model. */
class GeneratedIdlTest {

    private static final int TEXTS = Integer.getInteger("idl.texts", 150);
    private static final long SEED = Long.getLong("idl.seed", 20_261_121);

    private static ThriftCompiler compiler;

    @TempDir
    Path directory;

    @BeforeAll
    static void findCompiler() {
        compiler = ThriftCompiler.find();
        Assumptions.assumeTrue(compiler.isReference(), "the compiler is not 0.17.0, by which docs/idl.md was written");
    }

    @Test
    void compile_generatedText_isUnderstoodAsByTheCompiler() throws Exception {
        int taken = 0;
        for (int i = 0; i < TEXTS; i++) {
            if (compare(IdlGenerator.text(new Random(SEED + i)))) {
                taken++;
            }
        }
        assertThat(taken).isGreaterThan(TEXTS * 3 / 4);
    }

    @Test
    void compile_generatedTextWithOneCharacterLess_isUnderstoodAsByTheCompiler() throws Exception {
        int taken = 0;
        for (int i = 0; i < TEXTS; i++) {
            Random random = new Random(SEED + i);
            String text = IdlGenerator.text(random);
            int at = random.nextInt(text.length());
            if (compare(text.substring(0, at) + text.substring(at + 1))) {
                taken++;
            }
        }
        assertThat(taken).isBetween(TEXTS / 10, TEXTS * 9 / 10);
    }

    /** Whether both take it. */
    private boolean compare(String text) throws IOException {
        Path file = directory.resolve("generated.thrift");
        Files.writeString(file, text);
        boolean taken = compiler.generate(file, directory);
        IdlSources sources = IdlSources.of(text);
        try {
            ThriftSchema schema = ThriftSchema.compile(sources);
            if (!taken && !KnownDifferences.lenient(text)) {
                throw new AssertionError("taken, but not by the compiler");
            }
            if (taken) {
                SchemaComparison comparison = new SchemaComparison(ThriftCompiler.programs(directory));
                comparison.compare("generated", schema);
                comparison.compareDeclarations("generated", Linker.link(sources, new FaultCollector()));
            }
        } catch (IdlException e) {
            if (taken && !KnownDifferences.strict(e)) {
                throw new AssertionError("refused, but not by the compiler: " + e.getMessage() + "\nin\n" + text, e);
            }
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nin\n" + text, e);
        }
        return taken;
    }
}
