package io.turnpike.thrift.json;

import java.util.SplittableRandom;

/**
 * Hashes ranges of bytes. Seeded anew in every process, so that a caller cannot prepare keys that all fall into one place.
 */
final class ByteHash {

    private static final long SEED;
    private static final long FACTOR;

    static {
        SplittableRandom random = new SplittableRandom();
        SEED = random.nextLong();
        FACTOR = random.nextLong() | 1;
    }

    private ByteHash() {}

    static int of(byte[] bytes, int from, int to) {
        long hash = SEED ^ (to - from);
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * FACTOR;
            hash ^= hash >>> 29;
        }
        return (int) ((hash >>> 32) ^ hash);
    }
}
