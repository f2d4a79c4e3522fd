package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

    private final Decimal decimal = new Decimal();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0e99999999999",
                "1e-400",
                "1e400",
                "-1e309",
                "1.7976931348623157e308",
                "1.7976931348623158e308",
                "1.7976931348623159e308",
                "2.2250738585072011e-308",
                "2.2250738585072012e-308",
                "4.9e-324",
                "2.4e-324",
                "9007199254740993",
                "9007199254740993.0000000000000000000000000000000000000001",
                "9007199254740992e0",
                "18014398509481986",
                "1152921504606846977",
                "9999999999999999999",
                "10000000000000000000",
                "18446744073709551615",
                "18446744073709551616",
                "123456789012345678901234567890",
                "0.00000000000000000000000000000000000000000000000001234567890123456789",
                "1e22",
                "1e23",
                "123456789e22",
                "12345678901234567e-22",
                "100000000000000016777215",
                "100000000000000016777216",
                "1.00000000000000011102230246251565404236316680908203125",
                "1.00000000000000011102230246251565404236316680908203124",
                "1.00000000000000011102230246251565404236316680908203126"
            })
    void parseDouble_atBoundaries_isNearest(String text) {
        requireNearest(text);
    }

    @Test
    void parseDouble_random_isNearest() {
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            requireNearest(
                    switch (i % 4) {
                        case 0 -> Double.toString(random.nextDouble());
                        case 1 -> random.nextLong() + "e" + (random.nextInt(680) - 360);
                        case 2 -> new BigInteger(1 + random.nextInt(80), random) + "." + random.nextInt(1000);
                        default -> halfway(random);
                    });
        }
    }

    /** Exactly between two doubles, where the even one is the nearest. */
    private static String halfway(Random random) {
        double value = Math.scalb(1 + random.nextDouble(), random.nextInt(80) - 20);
        return new BigDecimal(value)
                .add(new BigDecimal(Math.ulp(value)).divide(BigDecimal.valueOf(2)))
                .toString();
    }

    private void requireNearest(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        double expected = Double.parseDouble(text);
        assertThat(decimal.scan(bytes, 0, bytes.length)).as(text).isEqualTo(bytes.length);
        assertThat(decimal.isDouble()).as(text).isEqualTo(Double.isFinite(expected));
        assertThat(Double.doubleToRawLongBits(decimal.doubleNumber()))
                .as(text)
                .isEqualTo(Double.doubleToRawLongBits(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "0e5",
                "0e-99999999999999999999",
                "1.0",
                "1e2",
                "1.5",
                "1.50e1",
                "15e-1",
                "150e-1",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "-9223372036854775809",
                "922337203685477580.7e1",
                "9223372036854775807000e-3",
                "9223372036854775807.000000000000000000000000",
                "18446744073709551616",
                "1e18",
                "1e19",
                "10000000000000000000000e-20",
                "0.00000000000000000000000000001e29",
                "0.00000000000000000000000000001e28",
                "1e99999999999999999999",
                "1234567890123456789.0",
                "1.2345678901234567890e18",
                "12345678",
                "123456781234567",
                "-1234567812345678"
            })
    void parseWhole_known_isByValue(String text) {
        requireByValue(text);
    }

    @Test
    void parseWhole_random_isByValue() {
        Random random = new Random(6);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            int shift = random.nextInt(25) - 12;
            requireByValue(new BigDecimal(value).scaleByPowerOfTen(shift).toPlainString());
            requireByValue(value + "e" + shift);
            requireByValue(Long.toString(value));
        }
    }

    private void requireByValue(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(decimal.scan(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        Long expected = wholeNumber(text);
        boolean whole = decimal.isWhole(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(whole ? (Long) decimal.wholeNumber() : null).as(text).isEqualTo(expected);
        assertThat(decimal.isWhole(-128, 127))
                .as(text)
                .isEqualTo(expected != null && expected >= -128 && expected <= 127);
    }

    private static Long wholeNumber(String text) {
        try {
            return new BigDecimal(text).longValueExact();
        } catch (NumberFormatException e) {
            return text.startsWith("0") ? 0L : null; // an exponent too large for BigDecimal
        } catch (ArithmeticException e) {
            return null;
        }
    }

    @Test
    void scan_ofWhatIsAndIsNoNumber_agreesWithTheGrammar() {
        Pattern grammar = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
        Random random = new Random(8);
        String letters = "0011223456789-.eE+,";
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(i % 10 == 0 ? 45 : 9); n >= 0; n--) {
                text.append(letters.charAt(random.nextInt(random.nextInt(3) == 0 ? letters.length() : 13)));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            int length = decimal.scan(bytes, 0, bytes.length);
            if (grammar.matcher(text).matches()) {
                assertThat(length).as(text.toString()).isEqualTo(bytes.length);
            } else if (length > 0) {
                assertThat(length).as(text.toString()).isLessThan(bytes.length);
                assertThat(grammar.matcher(text.substring(0, length)).matches())
                        .as(text.toString())
                        .isTrue();
            }
        }
    }

    @Test
    void scan_ofAPrefix_readsNothingBehindIt() {
        byte[] bytes = "-1234567890.5E+7,".getBytes(StandardCharsets.US_ASCII);
        assertThat(decimal.scan(bytes, 0, bytes.length)).isEqualTo(16);
        assertThat(decimal.scan(bytes, 0, 11)).isEqualTo(11);
        assertThat(decimal.scan(bytes, 0, 1)).isZero();
        assertThat(decimal.scan(bytes, 0, 12)).isZero();
        assertThat(decimal.scan(bytes, 0, 15)).isZero();
        byte[] zeros = "0012345678".getBytes(StandardCharsets.US_ASCII);
        assertThat(decimal.scan(zeros, 0, zeros.length)).isZero();
        assertThat(decimal.scan(zeros, 0, 1)).isEqualTo(1);
    }

    @Test
    void powersOfTen_all_areTheFirst128BitsRoundedDown() {
        BigInteger two = BigInteger.TWO;
        for (int n = PowersOfTen.LEAST; n <= PowersOfTen.MOST; n++) {
            BigInteger bits = new BigInteger(Long.toUnsignedString(PowersOfTen.high(n)))
                    .shiftLeft(64)
                    .add(new BigInteger(Long.toUnsignedString(PowersOfTen.low(n))));
            assertThat(bits.bitLength()).isEqualTo(128);
            BigInteger power = BigInteger.TEN.pow(Math.abs(n));
            int shift = PowersOfTen.log2(n) - 127;
            // bits × 2^shift ≤ 10^n < (bits + 1) × 2^shift, without fractions
            BigInteger factor = two.pow(Math.max(shift, 0)).multiply(n < 0 ? power : BigInteger.ONE);
            BigInteger expected = two.pow(Math.max(-shift, 0)).multiply(n < 0 ? BigInteger.ONE : power);
            assertThat(bits.multiply(factor)).isLessThanOrEqualTo(expected);
            assertThat(bits.add(BigInteger.ONE).multiply(factor)).isGreaterThan(expected);
            if (n >= 0 && n <= PowersOfTen.MOST_EXACT) {
                assertThat(bits.multiply(factor)).isEqualTo(expected);
            }
        }
    }
}
