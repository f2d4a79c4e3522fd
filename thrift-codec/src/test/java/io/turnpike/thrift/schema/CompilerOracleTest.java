package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.idl.FaultCollector;
import io.turnpike.thrift.idl.IdlException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with the stock Thrift compiler: what it accepts, and the model that its {@code --gen json} writes. */
class CompilerOracleTest {

    private static ThriftCompiler compiler;

    @TempDir
    Path output;

    @BeforeAll
    static void findCompiler() {
        compiler = ThriftCompiler.find();
    }

    static List<Path> good() {
        return Corpus.files("good");
    }

    static List<Path> strict() {
        return Corpus.files("strict");
    }

    static List<Path> bad() {
        return Corpus.files("bad");
    }

    static List<Path> lenient() {
        return Corpus.files("lenient");
    }

    @ParameterizedTest
    @MethodSource("strict")
    void generate_strictText_isAccepted(Path file) {
        assertThat(compiler.generate(file, output)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void generate_badText_isRejected(Path file) {
        assertThat(compiler.generate(file, output)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("lenient")
    void generate_lenientText_isRejectedByReferenceVersion(Path file) {
        Assumptions.assumeTrue(compiler.isReference(), "the compiler is not 0.17.0, by which the corpus was sorted");
        assertThat(compiler.generate(file, output)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("good")
    void compile_goodText_understandsWhatTheCompilerDoes(Path file) throws IdlException {
        assertThat(compiler.generate(file, output)).isTrue();
        String program = file.getFileName().toString().replace(".thrift", "");

        ThriftSchema schema = ThriftSchema.compile(Corpus.sources(file));

        SchemaComparison comparison = new SchemaComparison(ThriftCompiler.programs(output));
        comparison.compare(program, schema);
        comparison.compareDeclarations(program, Linker.link(Corpus.sources(file), new FaultCollector()));
    }
}
