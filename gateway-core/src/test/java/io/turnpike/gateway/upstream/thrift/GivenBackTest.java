package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client takes from the machine, it gives back when it is closed. */
@Timeout(120)
class GivenBackTest {

    private static final Path FILES = Path.of("/proc/self/fd");
    private static final int SIMULTANEOUS = 200;

    /** What the allocator may keep for the next reads and writes: a few chunks for each thread. */
    private static final long KEPT_BYTES = 2 << 20;

    private final FakeRegistry registry = new FakeRegistry();

    @Test
    void close_afterManyCalls_socketsAndDirectMemoryAreGivenBack() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(FILES), "only Linux shows its sockets in " + FILES);
        try (AsyncBackend backend = new AsyncBackend(4096, 100);
                ThriftTransport transport = new ThriftTransport(registry, 2)) {
            registry.passing(registry.instance(backend.port()));
            long sockets = sockets();
            for (int round = 1; round <= 4; round++) {
                ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
                callManyAtOnce(client);
                assertThat(sockets()).isGreaterThan(sockets + SIMULTANEOUS);
                client.close();
                await(() -> sockets() <= sockets);
                await(() -> transport.loops().directBytesInUse() == 0);
                assertThat(transport.loops().directBytesHeld()).isBetween(1L, KEPT_BYTES);
            }
        }
    }

    @Test
    void close_withCallsUnderWay_socketsAndDirectMemoryAreGivenBackOnceTheyAreAnswered() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(FILES), "only Linux shows its sockets in " + FILES);
        try (AsyncBackend backend = new AsyncBackend(4096, 1000);
                ThriftTransport transport = new ThriftTransport(registry, 2)) {
            registry.passing(registry.instance(backend.port()));
            long sockets = sockets();
            ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
            List<CompletableFuture<Response>> answers = start(client);
            await(() -> client.pool().openConnections() >= SIMULTANEOUS / 2);
            client.close();
            assertAnswered(answers);
            await(() -> sockets() <= sockets);
            await(() -> transport.loops().directBytesInUse() == 0);
        }
    }

    private static void callManyAtOnce(ThriftClient client) throws Exception {
        assertAnswered(start(client));
    }

    private static List<CompletableFuture<Response>> start(ThriftClient client) {
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < SIMULTANEOUS; i++) {
            answers.add(client.call(EchoService.NOTHING, EchoService.body("{}")).toCompletableFuture());
        }
        return answers;
    }

    private static void assertAnswered(List<CompletableFuture<Response>> answers) throws Exception {
        for (CompletableFuture<Response> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(204);
        }
    }

    private static long sockets() {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(GivenBackTest::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("what is left after 20 s")
                    .isNegative();
            Thread.sleep(10);
        }
    }
}
