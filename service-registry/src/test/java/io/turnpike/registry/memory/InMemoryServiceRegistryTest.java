package io.turnpike.registry.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.Heard;
import io.turnpike.registry.InstanceHealth;
import io.turnpike.registry.RegistryContract;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistrar;
import io.turnpike.registry.ServiceRegistry;
import io.turnpike.registry.WhenAllDead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InMemoryServiceRegistryTest extends RegistryContract {

    private static final HealthTimings TIMINGS = new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90));

    private final SteppedAlarm alarm = new SteppedAlarm(START);
    private final InMemoryServiceRegistry memory = new InMemoryServiceRegistry(TIMINGS, WhenAllDead.FAIL, alarm, 3);

    @Override
    protected ServiceRegistry create() {
        return memory;
    }

    @Override
    protected ServiceRegistrar registrar(ServiceRegistry registry) {
        return memory;
    }

    @Override
    protected HealthTimings timings() {
        return TIMINGS;
    }

    @Override
    protected Duration tolerance() {
        return Duration.ofMillis(1);
    }

    @Override
    protected void pass(Duration time) {
        alarm.pass(time);
    }

    @Override
    protected void eventually(Runnable assertion) {
        assertion.run();
    }

    @Test
    void list_lastHeartbeat_isTheWallTimeOfTheLastSign() {
        ServiceInstance server = server("s", 1);
        memory.register(server);
        pass(Duration.ofSeconds(7));
        memory.heartbeat(server);
        pass(Duration.ofSeconds(50));

        assertThat(memory.list("s"))
                .singleElement()
                .satisfies(status -> assertThat(status.lastHeartbeat()).isEqualTo(START.plusSeconds(7)));
    }

    @Test
    void watch_staggeredServers_eachExpiresAtItsOwnTime() {
        List<Integer> sizes = new ArrayList<>();
        memory.watch((name, passing) -> sizes.add(passing.size()));
        for (int port = 1; port <= 3; port++) {
            memory.register(server("s", port));
            pass(Duration.ofSeconds(10));
        }
        pass(Duration.ofSeconds(14));
        assertThat(sizes).containsExactly(1, 2, 3);
        pass(Duration.ofSeconds(1));
        assertThat(sizes).containsExactly(1, 2, 3, 2);
        pass(Duration.ofSeconds(20));
        assertThat(sizes).containsExactly(1, 2, 3, 2, 1, 0);
    }

    @Test
    void expiry_manyHeartbeats_leaveOneWakeUpPending() {
        ServiceInstance server = server("s", 1);
        for (int i = 0; i < 1000; i++) {
            memory.heartbeat(server);
            pass(Duration.ofSeconds(1));
        }
        assertThat(alarm.pending()).hasSize(1);
        pass(Duration.ofDays(1));
        assertThat(memory.list("s")).isEmpty();
        assertThat(alarm.pending()).isEmpty();
    }

    @Test
    void expiry_timeToLiftEqualToTimeToDie_forgetsAtOnceAndTells() {
        InMemoryServiceRegistry strict = new InMemoryServiceRegistry(
                new HealthTimings(Duration.ofSeconds(5), Duration.ofSeconds(5)), WhenAllDead.FAIL, alarm, 3);
        List<Integer> sizes = new ArrayList<>();
        strict.watch((name, passing) -> sizes.add(passing.size()));
        strict.register(server("s", 1));
        pass(Duration.ofSeconds(5));

        assertThat(sizes).containsExactly(1, 0);
        assertThat(strict.list("s")).isEmpty();
    }

    @Test
    void watch_allDeadAndToBeCalledAnyway_hearsOfAllUntilTheyAreForgotten() {
        InMemoryServiceRegistry open = new InMemoryServiceRegistry(TIMINGS, WhenAllDead.CALL, alarm, 3);
        List<List<Integer>> heard = new ArrayList<>();
        open.watch((name, passing) ->
                heard.add(passing.stream().map(ServiceInstance::port).toList()));
        open.register(server("s", 1));
        pass(Duration.ofSeconds(10));
        open.register(server("s", 2));
        pass(Duration.ofSeconds(35));
        assertThat(heard).containsExactly(List.of(1), List.of(1, 2), List.of(2));
        pass(Duration.ofSeconds(10));
        assertThat(heard).last().isEqualTo(List.of(1, 2));
        assertThat(open.list("s")).allMatch(status -> status.health() == InstanceHealth.CRITICAL);
        pass(Duration.ofSeconds(35));
        assertThat(heard).last().isEqualTo(List.of(2));
        pass(Duration.ofSeconds(10));
        assertThat(heard).last().isEqualTo(List.of());
    }

    @Test
    void heartbeat_moreDeparturesThanRemembered_forgetsTheOldest() {
        List<ServiceInstance> servers = new ArrayList<>();
        for (int port = 1; port <= 4; port++) {
            servers.add(server("s", port));
            memory.register(servers.get(port - 1));
            memory.leave(servers.get(port - 1));
        }

        assertThat(memory.heartbeat(servers.get(1))).isEqualTo(Heard.LEFT);
        assertThat(memory.heartbeat(servers.get(3))).isEqualTo(Heard.LEFT);
        assertThat(memory.heartbeat(servers.get(0))).isEqualTo(Heard.PUT_BACK);
    }

    @Test
    void register_clockSetBackAfterLeave_heartbeatsAreAccepted() {
        ServiceInstance early = server("s", 1);
        ServiceInstance late = server("s", 1);
        memory.register(late);
        memory.leave(late);
        memory.register(early);

        assertThat(memory.heartbeat(early)).isEqualTo(Heard.KEPT);
    }

    @Test
    void watch_listenerThatChangesTheRegistry_hearsOfItAfterwards() {
        List<String> heard = new ArrayList<>();
        ServiceInstance second = server("b", 2);
        memory.watch((name, passing) -> {
            heard.add("enter " + name);
            if (name.equals("a")) {
                memory.register(second);
            }
            heard.add("leave " + name);
        });
        memory.register(server("a", 1));

        assertThat(heard).containsExactly("enter a", "leave a", "enter b", "leave b");
    }

    @Test
    void register_whileAListenerIsHeldUp_returnsAndIsToldLater() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> heard = new ArrayList<>();
        memory.watch((name, passing) -> {
            heard.add(name + passing.size());
            if (name.equals("a")) {
                entered.countDown();
                awaitLatch(release);
            }
        });
        Thread slow = new Thread(() -> memory.register(server("a", 1)));
        slow.start();
        awaitLatch(entered);

        memory.register(server("b", 1));
        memory.register(server("b", 2));
        release.countDown();
        slow.join();

        assertThat(heard).containsExactly("a1", "b2");
    }

    @Test
    void watch_manyThreads_callsAreOneAtATimeAndEndWithTheLastState() throws Exception {
        int threads = 8;
        int perThread = 300;
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        Set<Integer> last = new HashSet<>();
        memory.watch((name, passing) -> {
            overlapped.compareAndSet(false, inside.incrementAndGet() != 1);
            last.clear();
            passing.forEach(instance -> last.add(instance.port()));
            inside.decrementAndGet();
        });
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int base = 1 + t * perThread;
            done.add(pool.submit(() -> {
                for (int i = 0; i < perThread; i++) {
                    ServiceInstance server = new ServiceInstance("id" + (base + i), "s", "o", "h", base + i, 1, START);
                    memory.register(server);
                    memory.heartbeat(server);
                    if (i % 2 == 1) {
                        memory.leave(server);
                    }
                }
            }));
        }
        for (Future<?> future : done) {
            future.get();
        }
        pool.shutdown();

        assertThat(overlapped).isFalse();
        Set<Integer> expected = new HashSet<>();
        memory.list("s").forEach(status -> expected.add(status.instance().port()));
        assertThat(expected).hasSize(threads * perThread / 2);
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(last).isEqualTo(expected);
    }

    @Test
    void close_realTimer_endsItsThread() throws Exception {
        InMemoryServiceRegistry real =
                new InMemoryServiceRegistry(new HealthTimings(Duration.ofMillis(20), Duration.ofDays(1)));
        CountDownLatch lifted = new CountDownLatch(1);
        Thread[] expiry = new Thread[1];
        real.register(server("s", 1));
        real.watch((name, passing) -> {
            if (passing.isEmpty()) {
                expiry[0] = Thread.currentThread();
                lifted.countDown();
            }
        });
        awaitLatch(lifted);
        assertThat(real.list("s"))
                .singleElement()
                .satisfies(status -> assertThat(status.health()).isEqualTo(InstanceHealth.CRITICAL));
        assertThat(expiry[0].isDaemon()).isTrue();

        real.close();

        expiry[0].join(10_000);
        assertThat(expiry[0].isAlive()).isFalse();
        assertThat(real.heartbeat(server("s", 2))).isEqualTo(Heard.PUT_BACK);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
