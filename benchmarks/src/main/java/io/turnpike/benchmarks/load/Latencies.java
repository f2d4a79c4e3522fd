package io.turnpike.benchmarks.load;

/**
 * Counts durations in buckets no wider than 1/128 of what they hold: exact to below 1% from nanoseconds to hours, in 60
 * kilobytes. The layout is that of HdrHistogram: powers of two, each cut into equal parts. Not thread-safe.
 */
final class Latencies {

    private static final int BITS = 8;
    private static final int PARTS = 1 << BITS;
    private static final int HALF = PARTS / 2;

    private final long[] counts = new long[PARTS + (Long.SIZE - BITS) * HALF];
    private long total;
    private long max;

    /** Counts one duration; negative ones as zero. */
    void add(long nanos) {
        long value = Math.max(nanos, 0);
        counts[bucket(value)]++;
        total++;
        max = Math.max(max, value);
    }

    /** Counts all that another one has counted. */
    void addAll(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        max = Math.max(max, other.max);
    }

    long total() {
        return total;
    }

    long maxNanos() {
        return max;
    }

    /** The least duration that this part of all is not above, 0 to 1; zero where nothing was counted. */
    long quantileNanos(double part) {
        long wanted = (long) Math.ceil(part * total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(upperEnd(i), max);
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        if (value < PARTS) {
            return (int) value;
        }
        int shift = Long.SIZE - BITS - Long.numberOfLeadingZeros(value);
        return PARTS + (shift - 1) * HALF + (int) (value >>> shift) - HALF;
    }

    private static long upperEnd(int bucket) {
        if (bucket < PARTS) {
            return bucket;
        }
        int shift = (bucket - PARTS) / HALF + 1;
        long part = (bucket - PARTS) % HALF + HALF;
        return ((part + 1) << shift) - 1;
    }
}
