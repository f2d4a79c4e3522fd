package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Writes a finite double as the shortest JSON number that reads back as the same double; one with a point or an exponent, so
 * that readers which tell whole numbers from others always see the same type.
 *
 * <p>Most doubles in practice have few decimals: those are found by trying, without an object. The others go through
 * {@link Double#toString}, which before JDK 19 sometimes gives more digits than needed (JDK-4511638): from 16 digits on, the
 * shorter candidates are tried. Up to 15 digits no two decimals share a double, so nothing shorter can exist.
 */
final class DoubleText {

    private static final double[] POWERS_OF_TEN = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};

    /** Below 10^15 a product with a small power of ten that is whole is exact enough for the way back to be proof. */
    private static final double EASY = 1e15;

    private static final double LEAST_EASY = 1e-3;

    private DoubleText() {}

    static void write(double value, ByteSink out) {
        double size = Math.abs(value);
        if (size >= LEAST_EASY && size < EASY) {
            for (int decimals = 0; decimals < POWERS_OF_TEN.length; decimals++) {
                double scaled = Math.rint(size * POWERS_OF_TEN[decimals]);
                if (scaled >= EASY) {
                    break;
                }
                if (scaled / POWERS_OF_TEN[decimals] == size) {
                    writeFixed(value < 0, (long) scaled, decimals, out);
                    return;
                }
            }
        }
        byte[] text = shortest(value).getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(text, 0, text.length);
    }

    private static void writeFixed(boolean negative, long scaled, int decimals, ByteSink out) {
        if (negative) {
            out.writeByte('-');
        }
        long power = (long) POWERS_OF_TEN[decimals];
        JsonText.writeLong(scaled / power, out);
        out.writeByte('.');
        long fraction = scaled % power;
        for (long p = power / 10; p > 1 && fraction < p; p /= 10) {
            out.writeByte('0');
        }
        JsonText.writeLong(fraction, out);
    }

    private static String shortest(double value) {
        String text = Double.toString(value);
        if (text.length() < 16) {
            return text;
        }
        BigDecimal digits = new BigDecimal(text);
        for (int precision = 15; precision < digits.precision(); precision++) {
            BigDecimal down = digits.round(new MathContext(precision, RoundingMode.DOWN));
            BigDecimal up = digits.round(new MathContext(precision, RoundingMode.UP));
            boolean downFits = down.doubleValue() == value;
            boolean upFits = up.doubleValue() == value;
            if (downFits || upFits) {
                boolean preferUp = upFits
                        && (!downFits
                                || up.subtract(digits)
                                                .abs()
                                                .compareTo(digits.subtract(down).abs())
                                        < 0);
                return format(preferUp ? up : down);
            }
        }
        return text;
    }

    private static String format(BigDecimal digits) {
        BigDecimal shortest = digits.stripTrailingZeros();
        String unscaled = shortest.unscaledValue().abs().toString();
        int exponent = unscaled.length() - 1 - shortest.scale();
        String fraction = unscaled.length() > 1 ? unscaled.substring(1) : "0";
        if (exponent >= -3 && exponent < 7) {
            return shortest.scale() > 0 ? shortest.toPlainString() : shortest.toPlainString() + ".0";
        }
        return (digits.signum() < 0 ? "-" : "") + unscaled.charAt(0) + '.' + fraction + 'E' + exponent;
    }
}
