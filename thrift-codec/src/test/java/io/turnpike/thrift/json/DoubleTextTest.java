package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.protocol.ByteSink;
import java.math.BigDecimal;
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
            assertThat(Decimal.numberLength(bytes, 0, bytes.length)).isEqualTo(bytes.length);
            assertThat(Double.doubleToLongBits(Double.parseDouble(text))).isEqualTo(Double.doubleToLongBits(value));
            assertThat(digits(text)).isLessThanOrEqualTo(digits(Double.toString(value)));
            Decimal decimal = new Decimal();
            assertThat(decimal.parseDouble(bytes, 0, bytes.length)).isTrue();
            assertThat(decimal.doubleNumber()).isEqualTo(value);
        }
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
