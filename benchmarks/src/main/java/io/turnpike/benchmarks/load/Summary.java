package io.turnpike.benchmarks.load;

import java.util.Locale;

/**
 * What a load was, as one line of JSON for the program that started it.
 *
 * @param latencies of the calls that were answered well, in the measured time
 * @param calls all that were answered, in the time of warm-up, too
 * @param errors calls with another answer, or none
 * @param seconds the measured time
 * @param unsent calls whose time had come when it ended, but no connection was free for them
 * @param cpuNanos processor time of this process in the measured time
 */
record Summary(Latencies latencies, long calls, long errors, double seconds, long unsent, long cpuNanos) {

    private static final double NANOS_PER_MICRO = 1000;

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"requests\":%d,\"calls\":%d,\"errors\":%d,\"seconds\":%.3f,\"unsent\":%d,\"cpuMicros\":%.0f,"
                        + "\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}",
                latencies.total(),
                calls,
                errors,
                seconds,
                unsent,
                cpuNanos / NANOS_PER_MICRO,
                micros(0.5),
                micros(0.9),
                micros(0.99),
                micros(0.999),
                latencies.maxNanos() / NANOS_PER_MICRO);
    }

    private double micros(double part) {
        return latencies.quantileNanos(part) / NANOS_PER_MICRO;
    }
}
