package io.turnpike.gateway.plugin.ratelimit;

/**
 * What has become of one request.
 *
 * @param admitted whether it was taken, and counted
 * @param remaining how many more would be taken at this moment
 * @param micros if it was not taken: until one would be; else until all of the quota is there again if no more come
 */
record Verdict(boolean admitted, long remaining, long micros) {

    /** The same in seconds, rounded up; at least 1 if it was not taken. */
    long seconds() {
        long seconds = (micros + Policy.MICROS - 1) / Policy.MICROS;
        return admitted ? seconds : Math.max(1, seconds);
    }
}
