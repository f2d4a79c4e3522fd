package io.turnpike.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.WhenAllDead;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of a registry whose Consul never answers. */
@Timeout(120)
class ConsulThreadsTest {

    private static final int ROUNDS = 100;

    private static ConsulServiceRegistry registry() {
        return new ConsulServiceRegistry(
                ConsulOptions.of(URI.create("http://127.0.0.1:1")),
                new HealthTimings(Duration.ofSeconds(3), Duration.ofSeconds(6)),
                WhenAllDead.FAIL,
                new ServerIdCodec(new byte[] {4, 5, 6}));
    }

    @Test
    void close_whileItStarts_leavesNoThread() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < ROUNDS; i++) {
                ConsulServiceRegistry registry = registry();
                CyclicBarrier together = new CyclicBarrier(2);
                Future<?> started = executor.submit(() -> {
                    together.await();
                    registry.start();
                    return null;
                });
                together.await();
                registry.close();
                started.get();
                assertNoThread();
            }
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void start_afterClose_startsNoThread() {
        ConsulServiceRegistry registry = registry();
        registry.close();
        registry.start();
        assertNoThread();
    }

    private static void assertNoThread() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("turnpike-consul-"));
    }
}
