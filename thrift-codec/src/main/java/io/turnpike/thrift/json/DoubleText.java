package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;

/**
 * Writes a finite double as the shortest JSON number that reads back as the same double, of several of that length the one
 * next to it; with a point or an exponent, so that readers which tell whole numbers from others always see the same type.
 *
 * <p>The digits are found as by R. Giulietti, "The Schubfach way to render doubles" (2020): of the decimals whose unit is
 * the largest power of ten that is not wider than what rounds to the double, at most two candidates are left, and at
 * most one of the next coarser unit. As in {@link Double#toString} since JDK 19 at least two digits are looked at, so the least
 * double is {@code 4.9E-324}.
 */
final class DoubleText {

    /** From here to {@link #PLAIN_BELOW} there is no exponent; nor below {@link #EASY_BELOW} if there are few decimals. */
    private static final double PLAIN_FROM = 1e-3;

    private static final double PLAIN_BELOW = 1e7;
    private static final double EASY_BELOW = 1e15;
    private static final int EASY_DECIMALS = 6;
    private static final int EASY_DIGITS = 15;

    private static final int LEAST_EXPONENT = -1074;
    private static final long IMPLICIT_BIT = 1L << 52;
    private static final long LOW_63 = Long.MAX_VALUE;

    /** Sign, 17 digits, point, exponent; or a zero, a point, two zeros and 17 digits; and room to write over. */
    private static final int MOST_BYTES = 40;

    private DoubleText() {}

    static void write(double value, ByteSink out) {
        out.reserve(MOST_BYTES);
        byte[] bytes = out.array();
        int begin = out.size();
        int at = begin;
        if (Double.doubleToRawLongBits(value) < 0) {
            bytes[at++] = '-';
        }
        double size = Math.abs(value);
        long whole = (long) size;
        if (whole == size && size < EASY_BELOW && size > 0) {
            at = JsonText.putDigits(whole, bytes, at);
            bytes[at] = '.';
            bytes[at + 1] = '0';
            at += 2;
        } else if (size > 0) {
            at = writeShortest(size, bytes, at);
        } else {
            bytes[at] = '0';
            bytes[at + 1] = '.';
            bytes[at + 2] = '0';
            at += 3;
        }
        out.advance(at - begin);
    }

    /** Finds the interval of what rounds to the double, and the shortest decimal in it; answers where its text ends. */
    private static int writeShortest(double size, byte[] bytes, int at) {
        long bits = Double.doubleToRawLongBits(size);
        int biased = (int) (bits >>> 52);
        long mantissa = bits & (IMPLICIT_BIT - 1);
        int binaryExponent = LEAST_EXPONENT;
        if (biased > 0) {
            mantissa |= IMPLICIT_BIT;
            binaryExponent += biased - 1;
        } else if (mantissa < 3) {
            // The two least doubles have one digit only; ten times as fine, there are two.
            return writeShortest(mantissa * 10, binaryExponent, -1, false, size, bytes, at);
        }
        boolean below = mantissa == IMPLICIT_BIT && biased > 1;
        return writeShortest(mantissa, binaryExponent, 0, below, size, bytes, at);
    }

    /**
     * @param shift added to the decimal exponent
     * @param narrowBelow whether the next smaller double is half as far away as the next greater one
     */
    private static int writeShortest(
            long mantissa, int binaryExponent, int shift, boolean narrowBelow, double size, byte[] bytes, int at) {
        int unit = narrowBelow ? log10OfThreeQuarters(binaryExponent) : log10(binaryExponent);
        int scale = binaryExponent + log2OfTen(-unit) + 2;
        long low = (PowersOfTen.high(-unit) << 62 | PowersOfTen.low(-unit) >>> 2) + 1;
        long high = (PowersOfTen.high(-unit) >>> 2) + (low == 0 ? 1 : 0);
        high = high << 1 | low >>> 63;
        low &= LOW_63;

        // The double and the ends of its interval, four times and in the unit; an end counts if the mantissa is even.
        long middle = product(high, low, (mantissa << 2) << scale);
        long least = product(high, low, ((mantissa << 2) - (narrowBelow ? 1 : 2)) << scale) + (mantissa & 1);
        long most = product(high, low, ((mantissa << 2) + 2) << scale) - (mantissa & 1);

        long down = middle >> 2;
        if (down >= 100) {
            long coarse = down / 10 * 10;
            boolean coarseFits = least <= coarse << 2;
            boolean nextFits = (coarse + 10) << 2 <= most;
            if (coarseFits != nextFits) {
                return writeDecimal((coarseFits ? coarse : coarse + 10) / 10, unit + shift + 1, size, bytes, at);
            }
        }
        boolean downFits = least <= down << 2;
        boolean upFits = (down + 1) << 2 <= most;
        boolean takeDown = downFits;
        if (downFits == upFits) {
            long toDown = middle - ((down + down + 1) << 1);
            takeDown = toDown < 0 || (toDown == 0 && (down & 1) == 0);
        }
        return writeDecimal(takeDown ? down : down + 1, unit + shift, size, bytes, at);
    }

    /**
     * The whole part of factor × (high × 2^63 + low) / 2^127, its lowest bit set if something was cut off ("round to odd"), so
     * that it compares with even numbers as the exact product does.
     */
    private static long product(long high, long low, long factor) {
        long carried = ((high * factor) >>> 1) + Math.multiplyHigh(low, factor);
        long whole = Math.multiplyHigh(high, factor) + (carried >>> 63);
        return whole | ((carried & LOW_63) + LOW_63) >>> 63;
    }

    /** Writes digits × 10^exponent, which is {@code size}. */
    private static int writeDecimal(long digits, int exponent, double size, byte[] bytes, int at) {
        long shortest = digits;
        int power = exponent;
        while (shortest % 10 == 0) {
            shortest /= 10;
            power++;
        }
        int end = JsonText.putDigits(shortest, bytes, at + 1);
        int count = end - at - 1;
        boolean plain = size >= PLAIN_FROM
                && (size < PLAIN_BELOW || (size < EASY_BELOW && -power <= EASY_DECIMALS && count <= EASY_DIGITS));
        if (!plain) {
            return writeExponent(count, power + count - 1, bytes, at);
        }
        // There is a fraction: whole numbers of this size are not written here.
        int before = count + power;
        if (before > 0) {
            System.arraycopy(bytes, at + 1, bytes, at, before);
            bytes[at + before] = '.';
            return end;
        }
        System.arraycopy(bytes, at + 1, bytes, at + 2 - before, count);
        bytes[at] = '0';
        bytes[at + 1] = '.';
        for (int i = 0; i < -before; i++) {
            bytes[at + 2 + i] = '0';
        }
        return at + 2 - before + count;
    }

    /** Puts the point after the first of the digits at {@code at + 1}, and the exponent behind them. */
    private static int writeExponent(int count, int exponent, byte[] bytes, int at) {
        bytes[at] = bytes[at + 1];
        bytes[at + 1] = '.';
        int end = at + 1 + count;
        if (count == 1) {
            bytes[end++] = '0';
        }
        bytes[end++] = 'E';
        if (exponent < 0) {
            bytes[end++] = '-';
        }
        return JsonText.putDigits(Math.abs(exponent), bytes, end);
    }

    /** The whole part, rounded down, of the decimal logarithm of 2^n, for the exponents of doubles. */
    private static int log10(int n) {
        return (int) ((n * 661_971_961_083L) >> 41);
    }

    /** As {@link #log10}, of 3/4 × 2^n. */
    private static int log10OfThreeQuarters(int n) {
        return (int) ((n * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    /** The whole part, rounded down, of the binary logarithm of 10^n. */
    private static int log2OfTen(int n) {
        return PowersOfTen.log2(n);
    }
}
