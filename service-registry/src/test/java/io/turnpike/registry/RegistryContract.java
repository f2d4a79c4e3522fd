package io.turnpike.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every registry does, whichever product keeps it. A subclass says how one is made, how time passes, and how to wait
 * until the listeners have been told.
 */
public abstract class RegistryContract {

    protected static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    /** Its tokens are what the instances of these tests have. */
    protected static final ServerIdCodec SERVER_IDS = new ServerIdCodec(new byte[] {1, 2, 3});

    private ServiceRegistry registry;
    private ServiceRegistrar registrar;
    private int made;

    /** A fresh registry with {@link #timings}. */
    protected abstract ServiceRegistry create();

    /** The writing side of {@code registry}. */
    protected abstract ServiceRegistrar registrar(ServiceRegistry registry);

    protected abstract HealthTimings timings();

    /** How exact time is: what lasts shorter by this has certainly not come to its end. */
    protected abstract Duration tolerance();

    /** Lets time pass, and everything that comes due with it. */
    protected abstract void pass(Duration time);

    /** Returns when an assertion on what listeners have heard holds; fails when it does not in time. */
    protected abstract void eventually(Runnable assertion);

    @BeforeEach
    void createRegistry() {
        registry = create();
        registrar = registrar(registry);
    }

    protected final ServiceInstance server(String service, int port) {
        made++;
        return SERVER_IDS.issue(
                new ServiceInstance("", service, "owner", "127.0.0.1", port, 1, START.plusSeconds(made)));
    }

    private final Duration nearlyLifted() {
        return timings().timeToLift().minus(tolerance());
    }

    private List<ServiceInstance> known(String service) {
        return registry.list(service).stream().map(InstanceStatus::instance).toList();
    }

    private List<InstanceHealth> health(String service) {
        return registry.list(service).stream().map(InstanceStatus::health).toList();
    }

    private AtomicReference<List<ServiceInstance>> latest(String service) {
        AtomicReference<List<ServiceInstance>> latest = new AtomicReference<>(List.of());
        registry.watch((name, passing) -> {
            if (name.equals(service)) {
                latest.set(passing);
            }
        });
        return latest;
    }

    @Test
    void list_unknownService_isEmpty() {
        assertThat(registry.list("nobody")).isEmpty();
    }

    @Test
    void register_twoServers_areListedInTheOrderOfConnecting() throws Exception {
        ServiceInstance first = server("s", 1);
        ServiceInstance second = server("s", 2);
        registrar.register(second);
        registrar.register(first);
        registrar.register(server("other", 3));

        assertThat(known("s")).containsExactly(first, second);
        assertThat(health("s")).containsExactly(InstanceHealth.PASSING, InstanceHealth.PASSING);
    }

    @Test
    void register_sameServerAgain_replacesTheFormerEntry() throws Exception {
        registrar.register(server("s", 1));
        ServiceInstance again = server("s", 1);
        registrar.register(again);

        assertThat(known("s")).containsExactly(again);
    }

    @Test
    void register_sameAddressInAnotherService_isAnotherServer() throws Exception {
        ServiceInstance one = server("one", 1);
        ServiceInstance two = server("two", 1);
        registrar.register(one);
        registrar.register(two);

        assertThat(known("one")).containsExactly(one);
        assertThat(known("two")).containsExactly(two);
    }

    @Test
    void silence_shorterThanTimeToLift_staysPassing() throws Exception {
        registrar.register(server("s", 1));
        pass(nearlyLifted());

        assertThat(health("s")).containsExactly(InstanceHealth.PASSING);
    }

    @Test
    void silence_ofTimeToLift_turnsCriticalAndIsNotCalled() throws Exception {
        AtomicReference<List<ServiceInstance>> latest = latest("s");
        ServiceInstance server = server("s", 1);
        registrar.register(server);
        eventually(() -> assertThat(latest.get()).containsExactly(server));

        pass(timings().timeToLift());

        eventually(() -> assertThat(latest.get()).isEmpty());
        eventually(() -> assertThat(health("s")).containsExactly(InstanceHealth.CRITICAL));
    }

    @Test
    void silence_ofTimeToDieFromTheLastHeartbeat_isForgotten() throws Exception {
        ServiceInstance server = server("s", 1);
        registrar.register(server);
        pass(nearlyLifted());
        registrar.heartbeat(server);
        pass(timings().timeToDie().minus(tolerance()));
        assertThat(known("s")).containsExactly(server);

        pass(tolerance());

        eventually(() -> assertThat(registry.list("s")).isEmpty());
    }

    @Test
    void heartbeat_inTime_keepsPassing() throws Exception {
        ServiceInstance server = server("s", 1);
        registrar.register(server);
        for (int i = 0; i < 5; i++) {
            pass(nearlyLifted());
            assertThat(registrar.heartbeat(server)).isEqualTo(Heard.KEPT);
        }

        assertThat(health("s")).containsExactly(InstanceHealth.PASSING);
    }

    @Test
    void heartbeat_ofACriticalServer_makesItPassing() throws Exception {
        AtomicReference<List<ServiceInstance>> latest = latest("s");
        ServiceInstance server = server("s", 1);
        registrar.register(server);
        pass(timings().timeToLift());
        eventually(() -> assertThat(latest.get()).isEmpty());

        assertThat(registrar.heartbeat(server)).isEqualTo(Heard.PUT_BACK);

        eventually(() -> assertThat(latest.get()).containsExactly(server));
        assertThat(health("s")).containsExactly(InstanceHealth.PASSING);
    }

    @Test
    void heartbeat_ofAForgottenServer_putsItBack() throws Exception {
        AtomicReference<List<ServiceInstance>> latest = latest("s");
        ServiceInstance server = server("s", 1);
        registrar.register(server);
        pass(timings().timeToDie());
        eventually(() -> assertThat(registry.list("s")).isEmpty());

        assertThat(registrar.heartbeat(server)).isEqualTo(Heard.PUT_BACK);

        eventually(() -> assertThat(latest.get()).containsExactly(server));
    }

    @Test
    void heartbeat_neverRegisteredHere_putsItIn() throws Exception {
        ServiceInstance server = server("s", 1);

        assertThat(registrar.heartbeat(server)).isEqualTo(Heard.PUT_BACK);

        assertThat(known("s")).containsExactly(server);
    }

    @Test
    void heartbeat_withAnOlderId_keepsTheServerAliveAndItsNewerId() throws Exception {
        ServiceInstance older = server("s", 1);
        ServiceInstance newer = server("s", 1);
        registrar.register(older);
        registrar.register(newer);
        pass(nearlyLifted());

        assertThat(registrar.heartbeat(older)).isEqualTo(Heard.KEPT);
        pass(nearlyLifted());

        assertThat(known("s")).containsExactly(newer);
        assertThat(health("s")).containsExactly(InstanceHealth.PASSING);
    }

    @Test
    void heartbeat_withANewerId_takesItOver() throws Exception {
        ServiceInstance older = server("s", 1);
        ServiceInstance newer = server("s", 1);
        registrar.register(older);

        assertThat(registrar.heartbeat(newer)).isEqualTo(Heard.KEPT);

        assertThat(known("s")).containsExactly(newer);
    }

    @Test
    void heartbeat_afterLeave_isFalseAndPutsNothingBack() throws Exception {
        ServiceInstance server = server("s", 1);
        registrar.register(server);
        registrar.leave(server);

        assertThat(registrar.heartbeat(server)).isEqualTo(Heard.LEFT);
        assertThat(registry.list("s")).isEmpty();
    }

    @Test
    void heartbeat_withAnOlderIdAfterTheNewerLeft_isFalse() throws Exception {
        ServiceInstance older = server("s", 1);
        ServiceInstance newer = server("s", 1);
        registrar.register(older);
        registrar.register(newer);
        registrar.leave(newer);

        assertThat(registrar.heartbeat(older)).isEqualTo(Heard.LEFT);
        assertThat(registry.list("s")).isEmpty();
    }

    @Test
    void leave_knownServer_isForgottenAtOnce() throws Exception {
        AtomicReference<List<ServiceInstance>> latest = latest("s");
        ServiceInstance server = server("s", 1);
        ServiceInstance stays = server("s", 2);
        registrar.register(server);
        registrar.register(stays);

        assertThat(registrar.leave(server)).isTrue();

        eventually(() -> assertThat(latest.get()).containsExactly(stays));
        assertThat(known("s")).containsExactly(stays);
    }

    @Test
    void leave_twice_isFalse() throws Exception {
        ServiceInstance server = server("s", 1);
        registrar.register(server);
        registrar.leave(server);

        assertThat(registrar.leave(server)).isFalse();
    }

    @Test
    void leave_withTheIdBeforeAReconnect_keepsTheNewerEntry() throws Exception {
        ServiceInstance older = server("s", 1);
        ServiceInstance newer = server("s", 1);
        registrar.register(older);
        registrar.register(newer);

        assertThat(registrar.leave(older)).isTrue();

        assertThat(known("s")).containsExactly(newer);
        assertThat(registrar.heartbeat(older)).isEqualTo(Heard.LEFT);
        assertThat(registrar.heartbeat(newer)).isEqualTo(Heard.KEPT);
    }

    @Test
    void register_afterLeave_isKnownAgain() throws Exception {
        ServiceInstance first = server("s", 1);
        ServiceInstance second = server("s", 1);
        registrar.register(first);
        registrar.leave(first);
        registrar.register(second);

        assertThat(registrar.heartbeat(second)).isEqualTo(Heard.KEPT);
        assertThat(known("s")).containsExactly(second);
    }

    @Test
    void watch_serversAlreadyThere_areReportedFirst() throws Exception {
        ServiceInstance a = server("a", 1);
        ServiceInstance b = server("b", 2);
        registrar.register(a);
        registrar.register(b);

        List<String> heard = new CopyOnWriteArrayList<>();
        registry.watch((name, passing) -> heard.add(name + ids(passing)));

        eventually(() -> assertThat(heard).containsExactlyInAnyOrder("a" + ids(List.of(a)), "b" + ids(List.of(b))));
    }

    @Test
    void watch_closed_hearsNothingMore() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        List<String> witness = new CopyOnWriteArrayList<>();
        ServiceRegistry.Watch watch = registry.watch((name, passing) -> heard.add(name));
        registry.watch((name, passing) -> witness.add(name));
        watch.close();
        registrar.register(server("s", 1));

        eventually(() -> assertThat(witness).containsExactly("s"));
        assertThat(heard).isEmpty();
    }

    @Test
    void watch_listenerFails_stillHearsTheNextChange() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        registry.watch((name, passing) -> {
            heard.add(name);
            throw new IllegalStateException("a listener that fails on purpose");
        });
        registrar.register(server("a", 1));
        registrar.register(server("b", 2));

        eventually(() -> assertThat(heard).containsExactly("a", "b"));
    }

    private static List<String> ids(List<ServiceInstance> instances) {
        List<String> ids = new ArrayList<>();
        instances.forEach(instance -> ids.add(instance.serverId()));
        return ids;
    }

    @Test
    void hasLeft_untilItConnectsAgain_saysSoOfWhatHasLeftOnly() throws Exception {
        ServiceInstance one = server("Asset", 1);
        ServiceInstance other = server("Asset", 2);
        registrar.register(one);
        registrar.register(other);
        registrar.heardElsewhere(one);
        assertThat(registrar.hasLeft(one)).isFalse();

        registrar.leave(one);

        assertThat(registrar.hasLeft(one)).isTrue();
        assertThat(registrar.hasLeft(other)).isFalse();
        registrar.heardElsewhere(one);
        assertThat(registrar.hasLeft(one)).isTrue();
        assertThat(known("Asset")).containsExactly(other);
        ServiceInstance again = server("Asset", 1);
        assertThat(registrar.hasLeft(again)).isFalse();
    }
}
