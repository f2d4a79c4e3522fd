package io.turnpike.gateway.plugin.ratelimit;

/**
 * The sliding window, approximated by two counters: the requests of the window before count by the part of it that the sliding window still covers,
 * as if they had come evenly. Source: J. Desgats, "How we built rate limiting capable of scaling to millions of domains", Cloudflare, 2017. Here the
 * part is rounded up, so a burst across the boundary of two windows is not taken for less than it was.
 *
 * @param count requests that were taken in this window
 * @param previous the same of the window before
 * @param elapsedMicros since the beginning of this window
 */
record SlidingWindow(long count, long previous, long elapsedMicros) {

    /** What it says of a request; {@code count} is without it if it is refused, and with it if it is admitted. */
    Verdict verdict(Policy policy, boolean admitted) {
        long window = policy.windowMicros();
        long remaining = Math.max(0, policy.limit() - weight(window) - count);
        if (admitted) {
            return new Verdict(true, remaining, (count > 0 ? 2 : 1) * window - elapsedMicros);
        }
        return new Verdict(false, remaining, wait(policy.limit(), window));
    }

    /** Whether one more is taken. */
    boolean admits(Policy policy) {
        return weight(policy.windowMicros()) + count < policy.limit();
    }

    private long weight(long window) {
        return (long) Math.ceil((double) previous * (window - elapsedMicros) / window);
    }

    /** Until {@link #admits} says yes: within this window, or in the next, whose window before is this one. */
    private long wait(long limit, long window) {
        long free = limit - 1 - count;
        return free >= 0
                ? Math.max(0, until(previous, free, window) - elapsedMicros)
                : window - elapsedMicros + until(count, limit - 1, window);
    }

    /** The time of a window at which the weight of {@code before} has fallen to {@code free}. */
    private static long until(long before, long free, long window) {
        return before <= free ? 0 : (long) Math.ceil(window - (double) free * window / before);
    }
}
