package io.turnpike.gateway.admin.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    /** Gives bytes that are all the same, each time the next of some. */
    private static final class Given extends SecureRandom {

        private static final long serialVersionUID = 1;

        private final transient int[] given;
        private int next;

        Given(int... given) {
            this.given = given;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) given[next++]);
        }
    }

    /** {@code --apikey -x} would be two options. */
    @Test
    void generate_keyThatWouldBeginWithAHyphen_isAnotherOne() {
        assertThat(ApiKeys.generate(new Given(0xFB, 0xFA, 0xFE))).isEqualTo("_v7-".repeat(8));
        assertThat(ApiKeys.generate(new Given(0))).isEqualTo("A".repeat(32));
    }
}
