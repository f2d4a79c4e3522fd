package io.turnpike.benchmarks;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.RouteMatch;
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

/** Finding the routes of requests, in turn, among some number of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class RoutingBenchmark {

    private static final int REQUESTS = 1 << 10;

    @Param({"10", "1000", "100000"})
    public int routes = 10;

    @Param({"UNIFORM", "ZIPF"})
    public RouteChoice choice = RouteChoice.UNIFORM;

    private final RoutedServices world = new RoutedServices();
    private final Exchange[] requests = new Exchange[REQUESTS];
    private GatewaySnapshot snapshot = world.builder().build(Optional.empty(), 0, world.services(1));
    private int next;

    /** A snapshot with the routes. */
    abstract GatewaySnapshot snapshot(RoutedServices world) throws GatewayException;

    /** A request that takes one of them. */
    abstract Exchange request(int number);

    @Setup
    public void prepare() throws GatewayException {
        snapshot = snapshot(world);
        int[] chosen = choice.of(routes, REQUESTS);
        for (int i = 0; i < REQUESTS; i++) {
            requests[i] = request(chosen[i]);
        }
    }

    @TearDown
    public void close() {
        world.close();
    }

    /** One of 1,024 requests. */
    @Benchmark
    public RouteMatch route() throws GatewayException {
        next = next + 1 & REQUESTS - 1;
        return snapshot.route(requests[next]);
    }
}
