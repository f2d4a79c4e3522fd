package io.turnpike.thrift.json;

import java.math.BigInteger;

/**
 * The first 128 bits of powers of ten, rounded down: 10^n = (high × 2^64 + low + r) × 2^(s-127), 0 ≤ r &lt; 1, where s is
 * {@link #log2}, and high has its top bit set. Made once, by exact arithmetic.
 */
final class PowersOfTen {

    /** Below this a number of 19 digits is less than half of the least double. */
    static final int LEAST = -342;

    static final int MOST = 324;

    /** r is 0 for powers from 0 to this one: 5^55 is less than 2^128. */
    static final int MOST_EXACT = 55;

    private static final int BITS = 128;
    private static final long[] HIGH = new long[MOST - LEAST + 1];
    private static final long[] LOW = new long[MOST - LEAST + 1];

    static {
        BigInteger five = BigInteger.valueOf(5);
        BigInteger power = BigInteger.ONE;
        for (int n = 0; n <= MOST; n++) {
            put(n, power.shiftLeft(BITS).shiftRight(power.bitLength()));
            power = power.multiply(five);
        }
        power = five;
        for (int n = -1; n >= LEAST; n--) {
            put(n, BigInteger.ONE.shiftLeft(BITS - 1 + power.bitLength()).divide(power));
            power = power.multiply(five);
        }
    }

    private PowersOfTen() {}

    static long high(int n) {
        return HIGH[n - LEAST];
    }

    static long low(int n) {
        return LOW[n - LEAST];
    }

    /** The whole part, rounded down, of the binary logarithm of 10^n; for n from {@value #LEAST} to {@value #MOST}. */
    static int log2(int n) {
        return (n * 217706) >> 16;
    }

    private static void put(int n, BigInteger bits) {
        HIGH[n - LEAST] = bits.shiftRight(64).longValue();
        LOW[n - LEAST] = bits.longValue();
    }
}
