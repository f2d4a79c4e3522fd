package io.turnpike.gateway.plugin.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.common.CounterKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MinuteCountersTest {

    private static final Limit PER_VALUE = new Limit("g", 2);

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    private static List<MinuteCounters.Claim> claim(Limit limit, String value) {
        return List.of(new MinuteCounters.Claim(limit, CounterKey.of(value), false));
    }

    /** Counts by going through all that was admitted: the oracle. */
    private static final class Naive {
        private record Admitted(long minute, String group, String key) {}

        private final List<Admitted> admitted = new ArrayList<>();

        int take(Instant now, List<MinuteCounters.Claim> claims) {
            long minute = now.getEpochSecond() / 60;
            for (MinuteCounters.Claim claim : claims) {
                Admitted same = new Admitted(minute, claim.limit().group(), claim.key());
                if (admitted.stream().filter(same::equals).count()
                        >= claim.limit().threshold()) {
                    return 60 - (int) (now.getEpochSecond() % 60);
                }
            }
            Set<Admitted> distinct = new HashSet<>();
            claims.forEach(
                    claim -> distinct.add(new Admitted(minute, claim.limit().group(), claim.key())));
            admitted.addAll(distinct);
            return 0;
        }
    }

    @Test
    void take_randomClaims_areTakenAsOneByOne() {
        Random random = new Random(42);
        MinuteCounters counters = new MinuteCounters(() -> now);
        Naive naive = new Naive();
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            now = now.plus(Duration.ofMillis(random.nextInt(400)));
            List<MinuteCounters.Claim> claims = new ArrayList<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                int group = random.nextInt(3);
                Limit limit = new Limit("g" + group, 10 + 10 * group);
                claims.addAll(claim(limit, "v" + random.nextInt(10)));
            }
            int expected = naive.take(now, claims);
            refused += expected > 0 ? 1 : 0;
            assertThat(counters.take(claims)).as("request %d", i).isEqualTo(expected);
        }
        assertThat(refused).isBetween(300, 2_700);
    }

    @Test
    void take_moreValuesThanCounters_shareOne() {
        MinuteCounters counters = new MinuteCounters(() -> now, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(counters.take(claim(PER_VALUE, "v" + i))).isZero();
        }

        assertThat(counters.take(claim(PER_VALUE, "new1"))).isZero();
        assertThat(counters.take(claim(PER_VALUE, "new2"))).isZero();
        assertThat(counters.take(claim(PER_VALUE, "new3"))).isEqualTo(60);
        assertThat(counters.take(claim(PER_VALUE, "v0"))).as("it has its own").isZero();
        assertThat(counters.take(List.of(new MinuteCounters.Claim(new Limit("g", 9), "vip", true))))
                .as("a rule names it")
                .isZero();
        assertThat(counters.take(claim(new Limit("other", 1), "x"))).isZero();
        now = now.plusSeconds(60);
        assertThat(counters.take(claim(PER_VALUE, "new3"))).isZero();
    }

    @Test
    void key_longValue_isShortAndItsOwn() {
        String value = "v".repeat(8_000);

        assertThat(CounterKey.of(value)).hasSizeLessThanOrEqualTo(64).isNotEqualTo(CounterKey.of(value + "v"));
        assertThat(CounterKey.of(value)).isEqualTo(CounterKey.of("v".repeat(8_000)));
        assertThat(CounterKey.of("short")).isEqualTo("short");
    }
}
