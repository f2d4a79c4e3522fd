package io.turnpike.benchmarks;

import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.schema.ThriftSchema;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Parsing and linking an IDL of 2,000 lines. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class IdlBenchmark {

    static final int LINES = 2000;

    private final IdlSources sources = IdlSources.of(LargeIdl.ofLines(LINES));

    @Benchmark
    public ThriftSchema parseAndLink() throws IdlException {
        return ThriftSchema.compile(sources);
    }
}
