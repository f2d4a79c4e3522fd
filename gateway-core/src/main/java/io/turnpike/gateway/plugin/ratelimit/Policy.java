package io.turnpike.gateway.plugin.ratelimit;

/**
 * How many requests are taken.
 *
 * @param name what clients read in {@code RateLimit-Policy}
 * @param limit requests in a window, 1 to 1,000,000,000
 * @param windowMicros length of the window, in microseconds
 * @param burst of a token bucket: most requests at once
 */
record Policy(String name, Algorithm algorithm, long limit, long windowMicros, long burst) {

    static final long MICROS = 1_000_000;

    /** The field {@code RateLimit-Policy} of draft-ietf-httpapi-ratelimit-headers-10: an item of a structured list. */
    String policyField() {
        return '"' + name + "\";q=" + limit + ";w=" + windowMicros / MICROS;
    }

    /** The field {@code RateLimit} of the same. */
    String limitField(Verdict verdict) {
        return '"' + name + "\";r=" + verdict.remaining() + ";t=" + verdict.seconds();
    }
}
