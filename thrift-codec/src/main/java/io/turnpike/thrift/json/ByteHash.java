package io.turnpike.thrift.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Hashes ranges of bytes. Seeded anew in every process, so that who chooses the keys, or the names of services and paths, cannot prepare
 * ones that all fall into one place.
 */
public final class ByteHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long SEED;
    private static final long FACTOR;

    static {
        SecureRandom random = new SecureRandom();
        SEED = random.nextLong();
        FACTOR = random.nextLong() | 1;
    }

    private ByteHash() {}

    /** The hash of the bytes from one index to before another; of equal bytes the same for as long as the process lives. */
    public static int of(byte[] bytes, int from, int to) {
        long hash = SEED ^ (to - from);
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            hash = mixed(hash ^ (long) LONGS.get(bytes, at));
        }
        if (to - at >= Integer.BYTES) {
            hash = mixed(hash ^ ((int) INTS.get(bytes, at) & 0xffff_ffffL));
            at += Integer.BYTES;
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = (rest << Byte.SIZE) | (bytes[at] & 0xff);
        }
        hash = mixed(hash ^ rest);
        return (int) ((hash >>> 32) ^ hash);
    }

    /**
     * All 128 bits of a product count: of its low half alone the low bits would depend on the low bits only. The product is that of
     * unsigned numbers (Hacker's Delight, 8-3): of signed ones {@code -x} gives what {@code x} gives but for one bit, whatever the
     * factor is, and who sends keys could cancel that bit in the next word.
     */
    private static long mixed(long bits) {
        long high = Math.multiplyHigh(bits, FACTOR) + ((bits >> 63) & FACTOR) + ((FACTOR >> 63) & bits);
        return high ^ (bits * FACTOR);
    }
}
