package io.turnpike.thrift.json;

import java.nio.charset.StandardCharsets;

/**
 * Numbers in JSON's notation, read exactly. {@code 1.0} and {@code 1e2} are whole numbers; {@code 1.5} is none. Takes time
 * linear in the digits, whatever the exponent. Not safe for use by several threads at once.
 */
final class Decimal {

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** More digits than this may not fit a long. */
    private static final int SAFE_DIGITS = 18;

    private long wholeNumber;
    private double doubleNumber;

    /** The result of {@link #parseWhole}. */
    long wholeNumber() {
        return wholeNumber;
    }

    /** The result of {@link #parseDouble}. */
    double doubleNumber() {
        return doubleNumber;
    }

    /** How many bytes from {@code from} are a JSON number; 0 if none are. */
    static int numberLength(byte[] bytes, int from, int end) {
        int at = from;
        if (at < end && bytes[at] == '-') {
            at++;
        }
        int digits = digits(bytes, at, end);
        if (digits == 0 || (digits > 1 && bytes[at] == '0')) {
            return 0;
        }
        at += digits;
        if (at < end && bytes[at] == '.') {
            digits = digits(bytes, at + 1, end);
            if (digits == 0) {
                return 0;
            }
            at += 1 + digits;
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits = digits(bytes, at, end);
            if (digits == 0) {
                return 0;
            }
            at += digits;
        }
        return at - from;
    }

    /** Whether the range, which is a JSON number, is a whole number from {@code least} to {@code most}. */
    boolean parseWhole(byte[] bytes, int from, int to, long least, long most) {
        boolean negative = bytes[from] == '-';
        int begin = negative ? from + 1 : from;
        int length = digits(bytes, begin, to);
        if (begin + length < to || length > SAFE_DIGITS) {
            return parseAnyWhole(bytes, begin, to, negative) && wholeNumber >= least && wholeNumber <= most;
        }
        long value = 0;
        for (int i = begin; i < to; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        wholeNumber = negative ? -value : value;
        return wholeNumber >= least && wholeNumber <= most;
    }

    /** Whether the range, which is a JSON number, is within the range of a double. */
    boolean parseDouble(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        int begin = negative ? from + 1 : from;
        int whole = digits(bytes, begin, to);
        int point = begin + whole;
        int fraction = point < to && bytes[point] == '.' ? digits(bytes, point + 1, to) : 0;
        int mantissaEnd = fraction == 0 ? point : point + 1 + fraction;
        if (mantissaEnd == to && whole + fraction <= 15) {
            // Clinger's fast path: both operands are exact, so the one division rounds correctly.
            long mantissa = 0;
            for (int i = begin; i < to; i++) {
                if (i != point) {
                    mantissa = mantissa * 10 + (bytes[i] - '0');
                }
            }
            double value = mantissa / POWERS_OF_TEN[fraction];
            doubleNumber = negative ? -value : value;
            return true;
        }
        doubleNumber = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        return Double.isFinite(doubleNumber);
    }

    /** Of {@code 0.d1…dn × 10^point}, without leading and trailing zeros: whole if point ≥ n, and then exact by the digits. */
    private boolean parseAnyWhole(byte[] bytes, int begin, int to, boolean negative) {
        long point = 0;
        int significant = 0;
        long value = 0;
        int pendingZeros = 0;
        boolean fraction = false;
        int at = begin;
        for (; at < to && (bytes[at] | 0x20) != 'e'; at++) {
            if (bytes[at] == '.') {
                fraction = true;
                continue;
            }
            if (bytes[at] == '0') {
                if (significant > 0) {
                    pendingZeros++;
                    point += fraction ? 0 : 1;
                } else {
                    point -= fraction ? 1 : 0;
                }
                continue;
            }
            point += fraction ? 0 : 1;
            significant += pendingZeros + 1;
            if (significant > 19) {
                return false;
            }
            value = shift(value, pendingZeros + 1);
            pendingZeros = 0;
            int digit = bytes[at] - '0';
            if (value == 1 || value < Long.MIN_VALUE + digit) {
                return false;
            }
            value -= digit;
        }
        if (significant == 0) {
            wholeNumber = 0;
            return true;
        }
        point += at < to ? exponent(bytes, at + 1, to) : 0;
        if (point < significant || point > 19) {
            return false;
        }
        value = shift(value, (int) (point - significant));
        if (value == 1 || (!negative && value == Long.MIN_VALUE)) {
            return false;
        }
        wholeNumber = negative ? value : -value;
        return true;
    }

    /** A value that is not positive, times a power of ten; 1 if that does not fit. */
    private static long shift(long value, int zeros) {
        long shifted = value;
        for (int i = 0; i < zeros; i++) {
            if (shifted < Long.MIN_VALUE / 10) {
                return 1;
            }
            shifted *= 10;
        }
        return shifted;
    }

    private static long exponent(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        long value = 0;
        for (int i = negative || bytes[from] == '+' ? from + 1 : from; i < to; i++) {
            value = Math.min(value * 10 + (bytes[i] - '0'), 1L << 40);
        }
        return negative ? -value : value;
    }

    private static int digits(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - from;
    }
}
