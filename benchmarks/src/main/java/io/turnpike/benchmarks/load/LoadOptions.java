package io.turnpike.benchmarks.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What {@link HttpLoad} and {@link ThriftLoad} are asked to do, as {@code --name value} pairs.
 *
 * @param connections how many calls are on their way at most
 * @param rate calls a second, whether or not answers come; zero: the next call goes when the last one is answered
 * @param warmupNanos how long it goes on before anything is counted
 * @param seconds how long it is counted then
 */
record LoadOptions(Map<String, String> values, int connections, double rate, long warmupNanos, double seconds) {

    static final double NANOS = 1e9;

    /**
     * @throws IllegalArgumentException if an option is unknown, has no value or the wrong kind of value
     */
    static LoadOptions parse(String[] arguments, Set<String> others) {
        Set<String> known = Set.of("--connections", "--rate", "--warmup", "--seconds");
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!known.contains(arguments[i]) && !others.contains(arguments[i])) {
                throw new IllegalArgumentException(
                        arguments[i] + ": unknown (expected: " + known + " or " + others + ")");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        return new LoadOptions(
                values,
                (int) number(values, "--connections", 1),
                number(values, "--rate", 0),
                (long) (number(values, "--warmup", 0) * NANOS),
                number(values, "--seconds", 1));
    }

    /** The value of an option that must be there. */
    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** When counting ends, after the warm-up began. */
    long durationNanos() {
        return warmupNanos + (long) (seconds * NANOS);
    }

    private static double number(Map<String, String> values, String name, double otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: a number)", e);
        }
    }
}
