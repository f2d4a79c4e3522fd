package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConcurrencyTest {

    /** The number may be raised by a system property to try more; the assertion is about answers, not about speed. */
    private static final int SIMULTANEOUS = Integer.getInteger("turnpike.test.simultaneous", 400);

    private static final int SEQUENTIAL = Integer.getInteger("turnpike.test.calls", 5000);

    @ParameterizedTest
    @ValueSource(ints = {50, 4096})
    void call_manyAtOnceToASlowServer_allAreAnsweredInOneRound(int backlog) throws Exception {
        FakeRegistry registry = new FakeRegistry();
        try (AsyncBackend backend = new AsyncBackend(backlog, 1000);
                ThriftTransport transport = new ThriftTransport(registry, 2)) {
            registry.passing(registry.instance(backend.port()));
            ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
            for (int run = 0; run < 2; run++) {
                long start = System.nanoTime();
                List<CompletableFuture<Response>> answers = new ArrayList<>();
                for (int i = 0; i < SIMULTANEOUS; i++) {
                    answers.add(call(client));
                }
                for (CompletableFuture<Response> answer : answers) {
                    assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(204);
                }
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                System.getLogger("test").log(System.Logger.Level.INFO, SIMULTANEOUS + " calls took " + took);
                assertThat(took).isGreaterThan(Duration.ofMillis(990)).isLessThan(Duration.ofSeconds(9));
            }
            assertThat(client.endpoints()).allMatch(each -> each.state() == EndpointState.REACHABLE);
        }
    }

    @Test
    void call_oneAfterTheOther_connectionsAreReused() throws Exception {
        FakeRegistry registry = new FakeRegistry();
        try (AsyncBackend backend = new AsyncBackend(4096, 0);
                ThriftTransport transport = new ThriftTransport(registry, 2)) {
            registry.passing(registry.instance(backend.port()));
            ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
            Semaphore inFlight = new Semaphore(32);
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            long start = System.nanoTime();
            for (int i = 0; i < SEQUENTIAL; i++) {
                inFlight.acquire();
                var unused = call(client).whenComplete((response, failure) -> {
                    if (failure != null) {
                        failures.add(failure);
                    }
                    inFlight.release();
                });
            }
            inFlight.acquire(32);
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
            System.getLogger("test")
                    .log(System.Logger.Level.INFO, () -> SEQUENTIAL * 1_000_000L / micros + " calls a second");
            assertThat(failures).isEmpty();
            // At most one for each call at the same time, one ahead, and the two that asked for the framing; a connect
            // under
            // way is not cancelled when another connection becomes free, which a few more allow for.
            assertThat(backend.connections.get()).isLessThan(100);
        }
    }

    private static CompletableFuture<Response> call(ThriftClient client) {
        return client.call(EchoService.NOTHING, EchoService.body("{}")).toCompletableFuture();
    }
}
