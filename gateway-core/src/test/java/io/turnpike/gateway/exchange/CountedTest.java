package io.turnpike.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {

    @Test
    void of_oneThing_isSingular() {
        assertThat(Counted.of(1, "probe")).isEqualTo("1 probe");
        assertThat(Counted.of(0, "probe")).isEqualTo("0 probes");
        assertThat(Counted.of(21, "probe")).isEqualTo("21 probes");
    }
}
