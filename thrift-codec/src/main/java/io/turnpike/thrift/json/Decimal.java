package io.turnpike.thrift.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Numbers in JSON's notation, read exactly. {@code 1.0} and {@code 1e2} are whole numbers; {@code 1.5} is none. Takes time
 * linear in the digits, whatever the exponent. Not safe for use by several threads at once.
 *
 * <p>Doubles are found as by D. Lemire, "Number Parsing at a Gigabyte per Second" (2021): the digits times 128 bits of the
 * power of ten bound the product from below and from above; where both round to the same double, that is it. The few others
 * are left to {@link Double#parseDouble}.
 */
final class Decimal {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long[] WHOLE_POWERS_OF_TEN = new long[19];

    private static final byte[] NONE = {};

    /** Any number of so many digits fits 64 bits without sign. */
    private static final int MOST_DIGITS = 19;

    /** An exponent so far from 0 is as good as any beyond. */
    private static final long FAR = 1L << 40;

    static {
        long power = 1;
        for (int i = 0; i < WHOLE_POWERS_OF_TEN.length; i++) {
            WHOLE_POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private byte[] text = NONE;
    private int begin;
    private int end;
    private boolean negative;

    /** The number's first {@value #MOST_DIGITS} significant digits, without sign. */
    private long digits;

    /** The power of ten that {@link #digits} are to be multiplied with. */
    private long exponent;

    /** Whether the number has more digits, other than zeros. */
    private boolean more;

    private long wholeNumber;
    private double doubleNumber;

    /** The result of {@link #isWhole}. */
    long wholeNumber() {
        return wholeNumber;
    }

    /** The result of {@link #isDouble}. */
    double doubleNumber() {
        return doubleNumber;
    }

    /** Reads a number and answers how many bytes from {@code from} it has; 0 if they do not begin with a JSON number. */
    int scan(byte[] bytes, int from, int end) {
        this.text = bytes;
        this.begin = from;
        more = false;
        exponent = 0;
        int at = from;
        negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long value = 0;
        while (end - at >= Long.BYTES && at - first <= MOST_DIGITS - Long.BYTES) {
            long eight = (long) LONGS.get(bytes, at);
            if (!areDigits(eight)) {
                break;
            }
            value = value * 100_000_000 + eightDigits(eight);
            at += Long.BYTES;
        }
        int safeEnd = Math.min(end, first + MOST_DIGITS);
        while (at < safeEnd && isDigit(bytes[at])) {
            value = value * 10 + (bytes[at] - '0');
            at++;
        }
        int count = at - first;
        if (count == 0 || (count > 1 && bytes[first] == '0')) {
            return 0;
        }
        digits = value;
        if (at < end && bytes[at] >= '.') {
            at = scanRest(at, end, value == 0 ? 0 : count);
        }
        this.end = at;
        return at < from ? 0 : at - from;
    }

    /**
     * Goes on behind the first digits, where there may be a point, an exponent or another digit; answers where the number
     * ends, or -1.
     */
    private int scanRest(int afterFirst, int end, int digitsBefore) {
        byte[] bytes = text;
        long value = digits;
        long power = 0;
        int significant = digitsBefore;
        int at = afterFirst;
        for (; at < end && isDigit(bytes[at]); at++) {
            more |= bytes[at] != '0';
            power++;
        }
        if (at < end && bytes[at] == '.') {
            int fraction = ++at;
            while (end - at >= Long.BYTES && value != 0 && significant <= MOST_DIGITS - Long.BYTES) {
                long eight = (long) LONGS.get(bytes, at);
                if (!areDigits(eight)) {
                    break;
                }
                value = value * 100_000_000 + eightDigits(eight);
                significant += Long.BYTES;
                power -= Long.BYTES;
                at += Long.BYTES;
            }
            for (; at < end && isDigit(bytes[at]); at++) {
                if (significant < MOST_DIGITS) {
                    value = value * 10 + (bytes[at] - '0');
                    significant += value == 0 ? 0 : 1;
                    power--;
                } else {
                    more |= bytes[at] != '0';
                }
            }
            if (at == fraction) {
                return -1;
            }
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            boolean minus = at < end && bytes[at] == '-';
            if (minus || (at < end && bytes[at] == '+')) {
                at++;
            }
            int first = at;
            long given = 0;
            for (; at < end && isDigit(bytes[at]); at++) {
                given = Math.min(given * 10 + (bytes[at] - '0'), FAR);
            }
            if (at == first) {
                return -1;
            }
            power += minus ? -given : given;
        }
        digits = value;
        exponent = power;
        return at;
    }

    /** Whether the number that was scanned is a whole one from {@code least} to {@code most}. */
    boolean isWhole(long least, long most) {
        return toWhole() && wholeNumber >= least && wholeNumber <= most;
    }

    /** Whether the number that was scanned is within the range of a double. */
    boolean isDouble() {
        double size = more ? Double.NaN : toDouble();
        if (Double.isNaN(size)) {
            doubleNumber = Double.parseDouble(new String(text, begin, end - begin, StandardCharsets.ISO_8859_1));
        } else {
            doubleNumber = negative ? -size : size;
        }
        return Double.isFinite(doubleNumber);
    }

    private boolean toWhole() {
        long value = digits;
        if (more) {
            return false;
        }
        if (exponent != 0 && value != 0) {
            if (exponent >= WHOLE_POWERS_OF_TEN.length || -exponent > WHOLE_POWERS_OF_TEN.length) {
                return false;
            }
            if (exponent > 0) {
                long power = WHOLE_POWERS_OF_TEN[(int) exponent];
                if (Long.compareUnsigned(value, Long.divideUnsigned(-1L, power)) > 0) {
                    return false;
                }
                value *= power;
            } else {
                for (long e = exponent; e < 0; e++) {
                    if (Long.remainderUnsigned(value, 10) != 0) {
                        return false;
                    }
                    value = Long.divideUnsigned(value, 10);
                }
            }
        }
        if (value < 0 && !(negative && value == Long.MIN_VALUE)) {
            return false;
        }
        wholeNumber = negative ? -value : value;
        return true;
    }

    /** The double next to digits × 10^exponent; NaN if that needs another way. */
    private double toDouble() {
        if (digits == 0) {
            return 0;
        }
        if (digits > 0 && digits <= 1L << 53 && exponent >= -22 && exponent <= 22) {
            // Clinger's fast path: both operands are exact, so the one operation rounds correctly.
            return exponent < 0 ? digits / POWERS_OF_TEN[(int) -exponent] : digits * POWERS_OF_TEN[(int) exponent];
        }
        if (exponent < PowersOfTen.LEAST || exponent > PowersOfTen.MOST) {
            return Double.NaN;
        }
        int power = (int) exponent;
        int zeros = Long.numberOfLeadingZeros(digits);
        long factor = digits << zeros;
        long highOfLow = multiplyHighUnsigned(factor, PowersOfTen.low(power));
        long middle = factor * PowersOfTen.high(power) + highOfLow;
        long high = multiplyHighUnsigned(factor, PowersOfTen.high(power))
                + (Long.compareUnsigned(middle, highOfLow) < 0 ? 1 : 0);
        boolean exact = power >= 0 && power <= PowersOfTen.MOST_EXACT;
        if (!exact && middle == -1) {
            return Double.NaN; // what was cut off of the power of ten might carry
        }
        boolean rest = !exact || middle != 0 || factor * PowersOfTen.low(power) != 0;
        return round(high, rest, PowersOfTen.log2(power) + 64 - zeros);
    }

    /** The double next to {@code (bits + rest) × 2^(exponent - 63)}, where rest is less than 1; NaN if it is not a normal one. */
    private static double round(long bits, boolean rest, int exponent) {
        int top = bits < 0 ? 63 : 62;
        int binaryExponent = exponent + top - 63;
        if (binaryExponent < Double.MIN_EXPONENT || binaryExponent > Double.MAX_EXPONENT) {
            return Double.NaN;
        }
        int cut = top - 52;
        long mantissa = bits >>> cut;
        long below = bits & ((1L << cut) - 1);
        long half = 1L << (cut - 1);
        if (below > half || (below == half && (rest || (mantissa & 1) != 0))) {
            mantissa++;
        }
        // the implicit bit adds the one that the biased exponent is less; a carry raises the exponent
        return Double.longBitsToDouble(((long) (binaryExponent + Double.MAX_EXPONENT - 1) << 52) + mantissa);
    }

    private static long multiplyHighUnsigned(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether all eight bytes are digits: the high half is 3, and stays so when 6 is added. */
    private static boolean areDigits(long eight) {
        return ((eight & (eight + 0x0606060606060606L)) & 0xf0f0f0f0f0f0f0f0L) == 0x3030303030303030L;
    }

    /** The number of eight digits, the first of which is in the lowest byte: neighbours are joined, three times. */
    private static long eightDigits(long eight) {
        long values = eight - 0x3030303030303030L;
        long pairs = (values * 10) + (values >>> 8);
        long low = (pairs & 0x000000ff000000ffL) * 0x000f424000000064L;
        long high = ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L;
        return (low + high) >>> 32;
    }
}
