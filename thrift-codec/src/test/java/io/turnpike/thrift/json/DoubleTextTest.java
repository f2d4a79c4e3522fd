package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.protocol.ByteSink;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoubleTextTest {

    @ParameterizedTest
    @CsvSource({
        "0,0.0",
        "-0.0,-0.0",
        "1,1.0",
        "-1.5,-1.5",
        "0.1,0.1",
        "100,100.0",
        "123456789.125,123456789.125",
        "0.001,0.001",
        "1e15,1.0E15",
        "1e300,1.0E300",
        "1e-7,1.0E-7",
        "8.41E21,8.41E21",
        "2.0E-3,0.002",
        "0.30000000000000004,0.30000000000000004",
        "1.7976931348623157E308,1.7976931348623157E308",
        "0.05,0.05",
        "5e-324,4.9E-324",
        "2.2250738585072014E-308,2.2250738585072014E-308",
        "1e23,1.0E23",
        "999999999999999,999999999999999.0"
    })
    void value_known_isShortest(double value, String expected) {
        assertThat(write(value)).isEqualTo(expected);
    }

    @Test
    void values_random_areJsonReadBackAndNeverLongerThanNeeded() {
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            double value = switch (i % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt(1_000_000_000) / Math.pow(10, random.nextInt(9));
                case 2 -> random.nextGaussian();
                default -> (random.nextInt(100_000) + 1) * Math.pow(10, random.nextInt(40) - 20);
            };
            if (!Double.isFinite(value)) {
                continue;
            }
            String text = write(value);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(Double.doubleToLongBits(Double.parseDouble(text))).isEqualTo(Double.doubleToLongBits(value));
            assertThat(digits(text)).isLessThanOrEqualTo(digits(Double.toString(value)));
            Decimal decimal = new Decimal();
            assertThat(decimal.scan(bytes, 0, bytes.length)).isEqualTo(bytes.length);
            assertThat(decimal.isDouble()).isTrue();
            assertThat(decimal.doubleNumber()).isEqualTo(value);
        }
    }

    /** Where the interval of what rounds to a double, or its text's form, is special. */
    @Test
    void values_atBoundaries_areWhatTheNaiveSearchFinds() {
        for (int exponent = -1074; exponent < 1024; exponent++) {
            double power = Math.scalb(1.0, exponent);
            requireNaive(power);
            requireNaive(Math.nextDown(power));
            requireNaive(Math.nextUp(power));
        }
        for (int n = -323; n <= 308; n++) {
            double power = Double.parseDouble("1e" + n);
            requireNaive(power);
            requireNaive(Math.nextDown(power));
            requireNaive(Math.nextUp(power));
            requireNaive(power * 9.5);
        }
        for (long bits = 1; bits < 300; bits++) {
            requireNaive(Double.longBitsToDouble(bits));
        }
        requireNaive(Double.MAX_VALUE);
        requireNaive(9007199254740992.0);
    }

    @Test
    void values_random_areWhatTheNaiveSearchFinds() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            requireNaive(Double.longBitsToDouble(random.nextLong()));
            requireNaive(random.nextDouble() * Math.pow(10, random.nextInt(20) - 4));
            requireNaive((random.nextInt(2_000_000) - 1_000_000) / Math.pow(10, random.nextInt(9)));
        }
    }

    private static void requireNaive(double value) {
        if (Double.isFinite(value) && value != 0) {
            assertThat(write(value)).isEqualTo(naive(value));
        }
    }

    /** Of the decimals of fewest digits, at least two, that read back as the value, the nearest one, even if between. */
    private static String naive(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int precision = 2; ; precision++) {
            BigDecimal down = exact.round(new MathContext(precision, RoundingMode.DOWN));
            BigDecimal up = exact.round(new MathContext(precision, RoundingMode.UP));
            boolean downFits = down.doubleValue() == value;
            boolean upFits = up.doubleValue() == value;
            if (downFits && upFits) {
                int order =
                        up.subtract(exact).abs().compareTo(exact.subtract(down).abs());
                boolean downIsEven = !down.unscaledValue().testBit(0);
                return naiveForm(order > 0 || (order == 0 && downIsEven) ? down : up);
            }
            if (downFits || upFits) {
                return naiveForm(downFits ? down : up);
            }
        }
    }

    private static String naiveForm(BigDecimal decimal) {
        BigDecimal shortest = decimal.stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        boolean few = exponent < 15 && shortest.scale() <= 6 && digits.length() <= 15;
        if (exponent >= -3 && (exponent < 7 || few)) {
            return shortest.scale() > 0 ? shortest.toPlainString() : shortest.toPlainString() + ".0";
        }
        String fraction = digits.length() > 1 ? digits.substring(1) : "0";
        return (decimal.signum() < 0 ? "-" : "") + digits.charAt(0) + '.' + fraction + 'E' + exponent;
    }

    private static int digits(String text) {
        return new BigDecimal(text).stripTrailingZeros().precision();
    }

    private static String write(double value) {
        ByteSink out = new ByteSink(1);
        DoubleText.write(value, out);
        return new String(out.array(), 0, out.size(), StandardCharsets.US_ASCII);
    }
}
