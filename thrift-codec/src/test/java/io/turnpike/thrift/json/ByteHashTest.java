package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteHashTest {

    private static final int BITS = 10;

    private static int hash(byte[] bytes) {
        return ByteHash.of(bytes, 0, bytes.length);
    }

    /**
     * The first words of two blocks are each other's complement but for the lowest bit, their second words differ in the lowest bit
     * alone. If the product were one of signed numbers, one head of the two would make all these keys collide, whatever the seed is.
     */
    @ParameterizedTest
    @CsvSource({"=V<V<V<V, éééé", "<V<V<V<V, ©ééé"})
    void of_keysMadeToNegateTheState_differ(String word, String complement) {
        Set<Integer> hashes = new HashSet<>();
        for (int key = 0; key < 1 << BITS; key++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < BITS; bit++) {
                text.append((key >> bit & 1) == 0 ? word + "aaaaaaaa" : complement + "`aaaaaaa");
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            assertThat(bytes).hasSize(BITS * 16);
            hashes.add(hash(bytes));
        }
        assertThat(hashes).hasSizeGreaterThan((1 << BITS) - 3);
    }

    @Test
    void of_rangesOfEveryLength_dependOnEachByteAndOnNothingElse() {
        byte[] bytes = new byte[64];
        for (int length = 0; length <= 40; length++) {
            int hash = ByteHash.of(bytes, 8, 8 + length);
            for (int at = 0; at < bytes.length; at++) {
                byte[] other = bytes.clone();
                other[at] ^= (byte) 0x81;
                if (at >= 8 && at < 8 + length) {
                    assertThat(ByteHash.of(other, 8, 8 + length))
                            .as("byte %d of %d", at - 8, length)
                            .isNotEqualTo(hash);
                } else {
                    assertThat(ByteHash.of(other, 8, 8 + length)).isEqualTo(hash);
                }
            }
        }
    }
}
