package io.turnpike.gateway.plugin.ratelimiter;

import io.turnpike.gateway.plugin.common.CounterKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts requests by group and value in windows of a minute, which begin at the full minute (of UTC, and so of every time zone whose offset
 * is whole minutes). Safe for use by several threads at once: a request is counted under a lock that is held for a few look-ups, so that it
 * is counted everywhere or nowhere and no threshold is passed, nor missed, by requests at the same time.
 *
 * <p>A group has {@value #MOST_VALUES} counters at most in a minute, beside those of values that a rule names; all values that come later share
 * one more. So whoever sends ever new
 * values gains nothing, costs bounded memory, and harms others only if they come for the first time in that minute. A value is kept as
 * {@link CounterKey}, which is short.
 */
final class MinuteCounters {

    /** So many values of a group have a counter of their own. */
    static final int MOST_VALUES = 100_000;

    private static final long WINDOW_SECONDS = 60;

    private final InstantSource time;
    private final int mostValues;
    private long minute = Long.MIN_VALUE;
    /** Which request this is, so that a counter knows whether it has seen it. */
    private long asked;

    private Map<String, Map<String, Counter>> groups = new HashMap<>();

    MinuteCounters(InstantSource time) {
        this(time, MOST_VALUES);
    }

    MinuteCounters(InstantSource time, int mostValues) {
        this.time = time;
        this.mostValues = mostValues;
    }

    /**
     * Counts a request.
     *
     * @return 0 if it is below all thresholds and was counted; otherwise the seconds until the next minute, 1 to 60, and nothing was counted
     */
    synchronized int take(List<Claim> claims) {
        Instant now = time.instant();
        long current = Math.floorDiv(now.getEpochSecond(), WINDOW_SECONDS);
        if (current != minute) {
            minute = current;
            groups = new HashMap<>();
        }
        asked++;
        List<Counter> counters = new ArrayList<>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            Counter counter = counter(claim);
            if (counter.count >= claim.limit().threshold()) {
                return (int) ((current + 1) * WINDOW_SECONDS - now.getEpochSecond());
            }
            // Two values that share a counter count once.
            if (counter.asked != asked) {
                counter.asked = asked;
                counters.add(counter);
            }
        }
        for (int i = 0; i < counters.size(); i++) {
            counters.get(i).count++;
        }
        return 0;
    }

    private Counter counter(Claim claim) {
        Map<String, Counter> values = groups.computeIfAbsent(claim.limit().group(), group -> new HashMap<>());
        Counter known = values.get(claim.key());
        if (known != null) {
            return known;
        }
        boolean own = claim.named() || values.size() < mostValues;
        return values.computeIfAbsent(own ? claim.key() : CounterKey.OTHERS, key -> new Counter());
    }

    /**
     * A request wants to be counted.
     *
     * @param limit by which rule
     * @param key see {@link CounterKey}; the empty text for rules without a value
     * @param named whether the rule is for this very value, which has a counter of its own always then
     */
    record Claim(Limit limit, String key, boolean named) {}

    private static final class Counter {
        private int count;
        private long asked;
    }
}
