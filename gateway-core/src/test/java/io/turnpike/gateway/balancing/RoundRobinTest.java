package io.turnpike.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static List<String> turns(RoundRobin<String> balancer, int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(balancer.choose(each -> true));
        }
        return taken;
    }
}
