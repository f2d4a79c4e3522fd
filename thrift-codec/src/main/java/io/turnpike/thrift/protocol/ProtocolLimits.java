package io.turnpike.thrift.protocol;

/**
 * What a message may cost at most. A message beyond a limit is refused, before memory is spent on it.
 *
 * @param messageBytes largest message, or frame, in bytes
 * @param stringBytes longest string or binary, in bytes
 * @param containerElements most elements in a list, set or map
 * @param depth deepest nesting of structs and containers
 */
public record ProtocolLimits(int messageBytes, int stringBytes, int containerElements, int depth) {

    /** 16 MiB messages and strings, 1,000,000 elements, 64 levels. */
    public static final ProtocolLimits DEFAULTS = new ProtocolLimits(16 << 20, 16 << 20, 1_000_000, 64);

    public ProtocolLimits {
        requirePositive("messageBytes", messageBytes);
        requirePositive("stringBytes", stringBytes);
        requirePositive("containerElements", containerElements);
        requirePositive("depth", depth);
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}
