package io.turnpike.thrift.json;

/**
 * Finds, eight bytes at a time, where text is no longer plain. Plain is what stands for itself in a JSON string and is one byte:
 * ASCII other than quote, backslash and control characters.
 *
 * <p>All eight are tested at once, by subtracting within a long; a byte that is not plain may disturb those above it, never
 * those below, so the lowest one found is right (H. S. Warren, "Hacker's Delight", section 6-1).
 */
final class PlainText {

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH << 7;

    private PlainText() {}

    /** How many of eight bytes, the first being the lowest, are plain before the first one that is not. */
    static int length(long eight) {
        long quotes = (eight ^ EACH * '"') - EACH;
        long backslashes = (eight ^ EACH * '\\') - EACH;
        long controls = eight - EACH * ' ';
        long others = (eight | quotes | backslashes | controls) & HIGH_BITS;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }
}
