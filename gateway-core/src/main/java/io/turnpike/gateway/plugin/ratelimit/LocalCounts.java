package io.turnpike.gateway.plugin.ratelimit;

import io.turnpike.gateway.plugin.common.CounterKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What has been counted on this node, by key. Safe for use by several threads at once: a request is counted under a lock that is held for one look-up.
 *
 * <p>There are {@value #MOST_KEYS} keys at most. Where there is no room, the one that was used longest ago goes if it counts nothing any more;
 * otherwise the new one shares one more count with all others that find no room. So whoever sends ever new keys gains nothing, costs bounded memory,
 * and makes nobody's count begin again.
 */
final class LocalCounts {

    /** So many keys have a count of their own. */
    static final int MOST_KEYS = 100_000;

    private final LongSupplier nanoTime;
    private final long epoch;
    private final int mostKeys;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    LocalCounts(LongSupplier nanoTime) {
        this(nanoTime, MOST_KEYS);
    }

    LocalCounts(LongSupplier nanoTime, int mostKeys) {
        this.nanoTime = nanoTime;
        this.epoch = nanoTime.getAsLong();
        this.mostKeys = mostKeys;
    }

    /** Counts a request if it is to be taken. */
    synchronized Verdict take(Policy policy, String key) {
        long now = TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong() - epoch);
        return count(policy, key, now).take(policy, now);
    }

    /** How many keys have a count; for tests. */
    synchronized int size() {
        return counts.size();
    }

    private Count count(Policy policy, String key, long now) {
        Count known = counts.get(key);
        if (known != null) {
            return known;
        }
        if (counts.size() >= mostKeys) {
            Count eldest = counts.values().iterator().next();
            if (!eldest.isSpent(policy, now)) {
                return counts.computeIfAbsent(CounterKey.OTHERS, others -> count(policy));
            }
            counts.remove(counts.keySet().iterator().next());
        }
        Count fresh = count(policy);
        counts.put(key, fresh);
        return fresh;
    }

    private static Count count(Policy policy) {
        return switch (policy.algorithm()) {
            case SLIDING_WINDOW -> new WindowCount();
            case TOKEN_BUCKET -> new BucketCount(policy.burst());
        };
    }

    /** The count of one key; times are in microseconds, and do not go back. */
    private interface Count {

        Verdict take(Policy policy, long now);

        /** Whether it is as if it were new. */
        boolean isSpent(Policy policy, long now);
    }

    private static final class WindowCount implements Count {

        private long window;
        private long count;
        private long previous;

        @Override
        public Verdict take(Policy policy, long now) {
            long index = now / policy.windowMicros();
            if (index != window) {
                previous = index == window + 1 ? count : 0;
                count = 0;
                window = index;
            }
            long elapsed = now - index * policy.windowMicros();
            boolean admitted = new SlidingWindow(count, previous, elapsed).admits(policy);
            count += admitted ? 1 : 0;
            return new SlidingWindow(count, previous, elapsed).verdict(policy, admitted);
        }

        @Override
        public boolean isSpent(Policy policy, long now) {
            return now / policy.windowMicros() > window + 1;
        }
    }

    private static final class BucketCount implements Count {

        private double tokens;
        private long at;

        BucketCount(long full) {
            tokens = full;
        }

        @Override
        public Verdict take(Policy policy, long now) {
            tokens = TokenBucket.filled(policy, tokens, now - at);
            at = now;
            boolean admitted = tokens + TokenBucket.ROUNDING >= 1;
            tokens -= admitted ? 1 : 0;
            return new TokenBucket(tokens).verdict(policy, admitted);
        }

        @Override
        public boolean isSpent(Policy policy, long now) {
            return TokenBucket.filled(policy, tokens, now - at) >= policy.burst();
        }
    }
}
