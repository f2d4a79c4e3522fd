package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that has nothing to do costs nothing: a gateway may have ten thousand of them. */
@Timeout(60)
class IdleClientsTest {

    /** Ticks are on the same thread and come every 20 ms. */
    private static final Duration SEVERAL_TICKS = Duration.ofMillis(200);

    private final FakeRegistry registry = new FakeRegistry();
    private final AtomicLong looks = new AtomicLong();

    @Test
    void tick_idleClients_areNotLookedAtUntilThereIsSomethingToDo() throws Exception {
        try (ThriftTransport transport = new ThriftTransport(registry, 1, this::now)) {
            ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
            transport.open("Other", ThriftClientOptions.DEFAULTS);
            awaitSleep(transport);

            client.call(EchoService.ECHO, EchoService.body("{\"text\":\"\"}"));

            awaitSleep(transport);

            // Nothing listens there: it is tried again and again.
            registry.passing(registry.instance("127.0.0.1", 1));
            Calls.await(() -> client.endpoints().get(0).state() == EndpointState.UNREACHABLE);
            assertThat(looksInSeveralTicks(transport)).isGreaterThanOrEqualTo(2);
            registry.passing();
            awaitSleep(transport);
        }
    }

    private long now() {
        looks.incrementAndGet();
        return System.nanoTime();
    }

    private void awaitSleep(ThriftTransport transport) throws InterruptedException {
        while (looksInSeveralTicks(transport) > 0) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    private long looksInSeveralTicks(ThriftTransport transport) throws InterruptedException {
        long before = looks.get();
        CountDownLatch over = new CountDownLatch(1);
        transport.loops().first().schedule(over::countDown, SEVERAL_TICKS);
        assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        return looks.get() - before;
    }
}
