package io.turnpike.benchmarks;

import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.SnapshotBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The snapshot after a change of one service among many. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SnapshotBenchmark {

    @Param({"100", "10000"})
    public int services = 100;

    private final RoutedServices world = new RoutedServices();
    private final SnapshotBuilder builder = world.builder();
    private List<CompiledService> all = world.services(1);
    private GatewaySnapshot current = builder.build(Optional.empty(), 0, all);
    private CompiledService other = world.service(0, "v2");

    @Setup
    public void prepare() {
        all = world.services(services);
        other = world.service(services / 2, "v2");
        current = builder.build(Optional.empty(), 1, all);
    }

    @TearDown
    public void close() {
        world.close();
    }

    /** The next snapshot; one service has the other one of two versions of its paths. */
    @Benchmark
    public GatewaySnapshot rebuildOneService() {
        CompiledService former = all.set(services / 2, other);
        other = former;
        current = builder.build(Optional.of(current), 1, all);
        return current;
    }
}
