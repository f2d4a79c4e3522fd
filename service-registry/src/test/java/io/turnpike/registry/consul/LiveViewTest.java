package io.turnpike.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.InstanceHealth;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.WhenAllDead;
import io.turnpike.registry.consul.CatalogEntry.Verdict;
import io.turnpike.registry.state.Departures;
import io.turnpike.registry.state.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom to believe, second by second. */
class LiveViewTest {

    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final HealthTimings TIMINGS = new HealthTimings(Duration.ofSeconds(5), Duration.ofSeconds(12));

    private final Departures departures = new Departures(10);
    private final LiveView view = new LiveView(TIMINGS, WhenAllDead.FAIL, departures);

    /** Close to the overflow, as System.nanoTime may be. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    @BeforeEach
    void load() {
        view.back(now);
        pass(5);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += Duration.ofSeconds(1).toNanos();
            view.pass(now);
        }
    }

    private static ServiceInstance server(int port) {
        return new ServiceInstance("id" + port, "s", "o", "h", port, 1, START.plusSeconds(port));
    }

    private static CatalogEntry entry(String node, int port, Verdict verdict) {
        return new CatalogEntry(node, "s-" + port, server(port), verdict, true);
    }

    private void told(CatalogEntry... entries) {
        view.told("s", List.of(entries), now, now);
    }

    private void heartbeat(int port) {
        view.heard(server(port), now, START);
    }

    private List<Integer> called() {
        return view.passing("s").stream().map(ServiceInstance::port).toList();
    }

    private List<Integer> known() {
        return view.list("s", START).stream()
                .map(status -> status.instance().port())
                .toList();
    }

    @Test
    void told_twoAgentsHaveIt_countsOnceAndIsAliveWhereEitherSaysSo() {
        told(entry("a", 1, Verdict.SILENT), entry("b", 1, Verdict.ALIVE), entry("a", 2, Verdict.SILENT));

        assertThat(called()).containsExactly(1);
        assertThat(known()).containsExactly(1, 2);
        assertThat(view.list("s", START).get(1).health()).isEqualTo(InstanceHealth.CRITICAL);
    }

    @Test
    void told_expiredAlthoughWeHeardOfIt_isBelievedForTimeToLiftSinceThen() {
        told(entry("a", 1, Verdict.ALIVE));
        heartbeat(1);
        pass(3);
        told(entry("a", 1, Verdict.SILENT));

        assertThat(called()).containsExactly(1);
        pass(1);
        assertThat(called()).containsExactly(1);
        pass(1);
        assertThat(called()).isEmpty();
        assertThat(known()).containsExactly(1);
        pass(7);
        assertThat(known()).isEmpty();
        assertThat(view.leftovers(now)).hasSize(1);
    }

    @Test
    void told_illOrInMaintenance_isNotCalledWhateverWeHeard() {
        heartbeat(1);
        heartbeat(2);
        told(entry("a", 1, Verdict.ILL), entry("a", 2, Verdict.MAINTENANCE));

        assertThat(called()).isEmpty();
    }

    @Test
    void told_removedBySomebodyElse_isNotCalledUntilItsNextHeartbeat() {
        heartbeat(1);
        told(entry("a", 1, Verdict.ALIVE));
        pass(1);
        told();
        assertThat(called()).isEmpty();

        heartbeat(1);
        assertThat(called()).containsExactly(1);
    }

    @Test
    void told_askedBeforeAHeartbeat_cannotContradictIt() {
        told(entry("a", 1, Verdict.ALIVE));
        long askedAt = now;
        pass(1);
        heartbeat(1);
        view.told("s", List.of(), askedAt, now);

        assertThat(called()).containsExactly(1);
    }

    @Test
    void away_forAMinute_everythingThatWasAliveStaysUntilATimeToLiftAfterTheReturn() {
        told(entry("a", 1, Verdict.ALIVE), entry("a", 2, Verdict.SILENT), entry("a", 3, Verdict.ALIVE));
        view.away();
        pass(60);
        assertThat(called()).containsExactly(1, 3);

        view.back(now);
        told(entry("a", 1, Verdict.SILENT));
        assertThat(called()).containsExactly(1, 3);
        assertThat(view.leftovers(now)).isEmpty();
        pass(2);
        heartbeat(1);
        told(entry("a", 1, Verdict.ALIVE));
        pass(2);
        assertThat(called()).containsExactly(1, 3);
        pass(1);
        assertThat(called()).containsExactly(1);
    }

    @Test
    void away_twiceInARow_theSecondTimeTrustsWhatTheFirstDid() {
        told(entry("a", 1, Verdict.ALIVE));
        view.away();
        pass(20);
        view.back(now);
        told();
        view.away();
        pass(20);
        assertThat(called()).containsExactly(1);
        view.back(now);
        told();
        pass(5);
        assertThat(called()).isEmpty();
    }

    @Test
    void away_aHeartbeatOfAServerUnknownSoFar_countsForTimeToLift() {
        view.away();
        heartbeat(1);
        assertThat(called()).containsExactly(1);
        pass(5);
        assertThat(called()).isEmpty();
        pass(7);
        assertThat(known()).isEmpty();
    }

    @Test
    void left_stillInConsul_isNeitherCalledNorKnownAndALeftover() {
        told(entry("b", 1, Verdict.ALIVE));
        departures.serverLeft(server(1));
        view.left(Server.of(server(1)), now);

        assertThat(called()).isEmpty();
        assertThat(known()).isEmpty();
        assertThat(view.leftovers(now)).hasSize(1);
        told();
        assertThat(view.leftovers(now)).isEmpty();
    }

    @Test
    void passing_allDeadAndToBeCalledAnyway_areAllThatAreKnown() {
        LiveView open = new LiveView(TIMINGS, WhenAllDead.CALL, departures);
        open.back(now);
        List<CatalogEntry> dead = List.of(entry("a", 1, Verdict.SILENT), entry("a", 2, Verdict.SILENT));
        assertThat(open.told("s", dead, now, now)).isTrue();
        assertThat(open.passing("s")).hasSize(2);

        assertThat(open.heard(server(2), now, START)).isTrue();
        assertThat(open.passing("s")).containsExactly(server(2));
    }

    @Test
    void heard_everythingQuiet_nothingDependsOnTime() {
        List<CatalogEntry> entries = new ArrayList<>();
        for (int port = 1; port <= 3; port++) {
            entries.add(entry("a", port, Verdict.ALIVE));
            heartbeat(port);
        }
        view.told("s", entries, now, now);
        view.pass(now);

        assertThat(entries).noneMatch(entry -> view.isRestless(Server.of(entry.instance())));
        assertThat(view.instances()).isEqualTo(3);
    }

    @Test
    void everyStep_oneServerLookedAtAgain_isAsIfAllWereLookedAtAgain() {
        Verdict[] verdicts = Verdict.values();
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            LiveView live = new LiveView(
                    TIMINGS, random.nextBoolean() ? WhenAllDead.FAIL : WhenAllDead.CALL, new Departures(10));
            List<CatalogEntry> told = List.of();
            for (int step = 0; step < 60; step++) {
                int port = 1 + random.nextInt(4);
                List<ServiceInstance> before = live.passing("s");
                boolean changed = false;
                switch (random.nextInt(8)) {
                    case 0 -> live.away();
                    case 1, 2 -> live.back(now);
                    case 3 -> {
                        told = new ArrayList<>();
                        for (int i = random.nextInt(6); i > 0; i--) {
                            told.add(entry(
                                    random.nextBoolean() ? "a" : "b",
                                    1 + random.nextInt(4),
                                    verdicts[random.nextInt(verdicts.length)]));
                        }
                        changed = live.told("s", told, now, now);
                    }
                    case 4 -> changed = live.connected(server(port), now, START);
                    case 5 -> changed = live.left(Server.of(server(port)), now);
                    default -> changed = live.heard(server(port), now, START);
                }
                assertThat(changed || live.passing("s").equals(before))
                        .as("told of the change, seed %d step %d", seed, step)
                        .isTrue();
                now += Duration.ofMillis(random.nextInt(3_000)).toNanos();
                live.pass(now);
                List<ServiceInstance> called = live.passing("s");
                var known = live.list("s", START);
                List<CatalogEntry> leftovers = live.leftovers(now);

                assertThat(live.told("s", told, now, now)).isFalse();
                assertThat(live.passing("s")).isEqualTo(called);
                assertThat(live.list("s", START)).isEqualTo(known);
                assertThat(live.leftovers(now)).containsExactlyInAnyOrderElementsOf(leftovers);
            }
        }
    }
}
