package io.turnpike.gateway.plugin.ratelimit;

/**
 * The token bucket: a request takes a token, and tokens come at an even rate until the bucket is full. Source: J. Turner, "New directions in
 * communications (or which way to the information age?)", IEEE Communications Magazine 24(10), 1986.
 *
 * @param tokens in the bucket, after the request
 */
record TokenBucket(double tokens) {

    /** Sums of fractions of a token come out a little below what they are. */
    static final double ROUNDING = 1e-6;

    /** How many there are a while after there were {@code tokens}. */
    static double filled(Policy policy, double tokens, long micros) {
        return Math.min(
                (double) policy.burst(),
                tokens + (double) Math.max(0, micros) * ((double) policy.limit() / policy.windowMicros()));
    }

    /** What it says of a request that has been decided. */
    Verdict verdict(Policy policy, boolean admitted) {
        double missing = admitted ? policy.burst() - tokens : 1 - tokens;
        return new Verdict(admitted, (long) Math.floor(tokens + ROUNDING), (long)
                Math.ceil(missing * (double) policy.windowMicros() / policy.limit()));
    }
}
