package io.turnpike.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void quantile_ofRandomDurations_isThatOfTheSortedOnes() {
        long[] all = new Random(7).longs(10_000, 0, 60_000_000_000L).toArray();
        Latencies latencies = new Latencies();
        for (long nanos : all) {
            latencies.add(nanos);
        }
        Arrays.sort(all);

        for (double part : new double[] {0.001, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = all[(int) Math.ceil(part * all.length) - 1];
            assertThat(latencies.quantileNanos(part)).isCloseTo(exact, Percentage.withPercentage(1));
        }
        assertThat(latencies.total()).isEqualTo(all.length);
        assertThat(latencies.maxNanos()).isEqualTo(all[all.length - 1]);
    }

    @Test
    void quantile_ofSmallAndLargestDuration_isExact() {
        Latencies latencies = new Latencies();
        latencies.add(-1);
        latencies.add(255);
        latencies.add(Long.MAX_VALUE);

        assertThat(latencies.quantileNanos(0.3)).isZero();
        assertThat(latencies.quantileNanos(0.6)).isEqualTo(255);
        assertThat(latencies.quantileNanos(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void quantile_ofNothing_isZero() {
        assertThat(new Latencies().quantileNanos(0.5)).isZero();
    }

    @Test
    void addAll_ofAnother_countsBoth() {
        Latencies one = new Latencies();
        one.add(10);
        Latencies other = new Latencies();
        other.add(30);
        one.addAll(other);

        assertThat(one.total()).isEqualTo(2);
        assertThat(one.quantileNanos(0.5)).isEqualTo(10);
        assertThat(one.quantileNanos(1)).isEqualTo(30);
    }
}
