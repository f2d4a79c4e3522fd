package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.routing.ServiceCompiler;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StoreWatchTest {

    private static final StoreTimings TIMINGS = new StoreTimings(
            Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(180));

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private ConfigurationStore real;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
    }

    @AfterEach
    void close() {
        real.close();
    }

    private StoreWatch watch(ConfigurationStore store) {
        return new StoreWatch(committed(store), TIMINGS, nanos::get);
    }

    private CommittedRegistrations committed(ConfigurationStore store) {
        return new CommittedRegistrations(
                () -> store,
                new RegistrationCompiler(new ServiceCompiler()),
                new Node(() -> store, Duration.ofMinutes(1))::prepare,
                Clock.systemUTC(),
                new StoreConnection(TIMINGS.maxSilence(), nanos::get),
                new NodePresence(new NodeIdentity("n", "host", 1, "1.0", Instant.EPOCH), Clock.systemUTC()),
                GlobalOverlay.NONE,
                () -> {});
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void visit_whileAChangeWaits_doesNotWaitForeverAndThinksAsBefore() throws Exception {
        CommittedRegistrations committed = committed(new SharedStore(real));
        assertThat(committed.visit(true)).isTrue();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Outcome> change = CompletableFuture.supplyAsync(() -> {
            try {
                return committed.change(Terms.by("test"), "test", now -> {
                    held.countDown();
                    awaited(released);
                    return new Change(List.of(), Map.of());
                });
            } catch (GatewayException e) {
                throw new CompletionException(e);
            }
        });
        held.await();

        Thread.currentThread().interrupt();
        assertThat(committed.visit(true)).isTrue();
        assertThat(Thread.interrupted())
                .as("whoever stops the thread is not forgotten")
                .isTrue();

        released.countDown();
        assertThat(change.get().revision()).isZero();
        assertThat(committed.visit(true)).isTrue();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Duration stepAfter(StoreWatch watch, Duration pause) {
        nanos.addAndGet(pause.toNanos());
        return watch.step();
    }

    @Test
    void step_sharedStore_asksForChangesEachPollAndForASignOfLifeEachPing() {
        SharedStore store = new SharedStore(real);
        StoreWatch watch = watch(store);
        assertThat(watch.step()).isEqualTo(TIMINGS.poll());
        for (int second = 1; second < 30; second++) {
            assertThat(stepAfter(watch, TIMINGS.poll())).isEqualTo(TIMINGS.poll());
            assertThat(store.asked()).isEqualTo(second);
        }
        assertThat(store.pinged()).isZero();
        stepAfter(watch, TIMINGS.poll());
        assertThat(store.pinged()).isEqualTo(1);
    }

    @Test
    void step_storeAway_triesAgainAtItsOwnPaceAndGoesOnAsBefore() {
        SharedStore store = new SharedStore(real);
        StoreWatch watch = watch(store);
        store.away(true);
        assertThat(watch.step()).isEqualTo(TIMINGS.failedPing());
        assertThat(stepAfter(watch, TIMINGS.failedPing())).isEqualTo(TIMINGS.failedPing());
        store.away(false);
        assertThat(stepAfter(watch, TIMINGS.failedPing())).isEqualTo(TIMINGS.poll());
        store.away(true);
        assertThat(stepAfter(watch, TIMINGS.poll())).isEqualTo(TIMINGS.failedPing());
    }

    @Test
    void step_storeThatThrowsAnError_isOpenedAnewAndGoesOn() {
        SharedStore store = new SharedStore(real);
        StoreWatch watch = watch(store);
        store.broken();
        assertThat(watch.step()).isEqualTo(TIMINGS.failedPing());
        assertThat(stepAfter(watch, TIMINGS.failedPing())).isEqualTo(TIMINGS.poll());
        store.broken();
        assertThat(stepAfter(watch, TIMINGS.poll())).isEqualTo(TIMINGS.failedPing());
        assertThat(stepAfter(watch, TIMINGS.failedPing())).isEqualTo(TIMINGS.poll());
    }

    @Test
    void step_storeThatNobodyElseChanges_isOnlyPinged() {
        StoreWatch watch = watch(real);
        assertThat(watch.step()).isEqualTo(TIMINGS.ping());
        assertThat(stepAfter(watch, TIMINGS.ping())).isEqualTo(TIMINGS.ping());
    }
}
