package io.turnpike.gateway.balancing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

    @Test
    void choose_equalWeights_takesTurns() {
        RoundRobin<String> balancer = RoundRobin.of(List.of("a", "b", "c"), each -> 7);
        assertThat(turns(balancer, 6)).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void choose_weights_areKeptAndSpread() {
        RoundRobin<String> balancer = RoundRobin.of(List.of("a", "b", "c"), Map.of("a", 5, "b", 1, "c", 1)::get);
        assertThat(turns(balancer, 7)).containsExactly("a", "a", "b", "a", "c", "a", "a");
    }

    @Test
    void choose_hugeWeights_orderStaysShortAndEverybodyHasATurn() {
        RoundRobin<String> balancer = RoundRobin.of(List.of("a", "b"), Map.of("a", Integer.MAX_VALUE, "b", 1)::get);
        assertThat(turns(balancer, 10_000)).contains("b").contains("a");
    }

    @Test
    void choose_notUsable_nextOne() {
        RoundRobin<String> balancer = RoundRobin.of(List.of("a", "b"), each -> 1);
        assertThat(balancer.choose("b"::equals)).isEqualTo("b");
        assertThat(balancer.choose(each -> false)).isNull();
    }

    @Test
    void choose_oneOfFourNotUsable_othersShareItsTurns() {
        for (String dead : List.of("a", "b", "c", "d")) {
            RoundRobin<String> balancer = RoundRobin.of(List.of("a", "b", "c", "d"), each -> 1);
            Map<String, Integer> taken = counts(balancer, 60, each -> !each.equals(dead));
            assertThat(taken).as("without " + dead).hasSize(3).values().containsOnly(20);
        }
    }

    @Test
    void choose_heavyOneNotUsable_othersHaveSharesByTheirWeights() {
        RoundRobin<String> balancer =
                RoundRobin.of(List.of("a", "b", "dead", "c"), Map.of("a", 1, "b", 1, "dead", 8, "c", 3)::get);
        assertThat(counts(balancer, 100, each -> !each.equals("dead"))).isEqualTo(Map.of("a", 20, "b", 20, "c", 60));
    }

    @Test
    void choose_nobodyUsableForAWhile_turnsAreKept() {
        RoundRobin<String> balancer = RoundRobin.of(List.of("a", "b", "c"), each -> 1);
        assertThat(turns(balancer, 1)).containsExactly("a");
        assertThat(balancer.choose(each -> false)).isNull();
        assertThat(turns(balancer, 2)).containsExactly("b", "c");
    }

    @Test
    void choose_manyThreads_sharesAreExactAndAUsableOneIsAlwaysFound() throws Exception {
        RoundRobin<String> balancer = RoundRobin.of(List.of("a", "dead", "b", "dead too"), each -> 1);
        int threads = 4;
        int each = 3_000;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Map<String, Integer>>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> counts(balancer, each, candidate -> !candidate.startsWith("dead"))));
            }
            Map<String, Integer> all = new HashMap<>();
            for (Future<Map<String, Integer>> one : running) {
                one.get().forEach((candidate, count) -> all.merge(candidate, count, Integer::sum));
            }
            assertThat(all).isEqualTo(Map.of("a", threads * each / 2, "b", threads * each / 2));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void choose_noCandidates_null() {
        assertThat(RoundRobin.<String>of(List.of(), each -> 1).choose(each -> true))
                .isNull();
    }

    @Test
    void of_weightZero_refused() {
        assertThatThrownBy(() -> RoundRobin.of(List.of("a"), each -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight: 0 (expected: >= 1)");
    }

    private static Map<String, Integer> counts(RoundRobin<String> balancer, int turns, Predicate<String> usable) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < turns; i++) {
            counts.merge(requireNonNull(balancer.choose(usable)), 1, Integer::sum);
        }
        return counts;
    }

    private static List<String> turns(RoundRobin<String> balancer, int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(balancer.choose(each -> true));
        }
        return taken;
    }
}
