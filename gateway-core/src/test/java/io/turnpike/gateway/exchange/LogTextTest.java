package io.turnpike.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void oneLine_lineBreaksOfAnyKind_becomeBlanks() {
        assertThat(LogText.oneLine("a\r\nb\u0085c\u2028d\u2029e")).isEqualTo("a  b c d e");
    }

    @Test
    void oneLine_longText_isCut() {
        assertThat(LogText.oneLine("x".repeat(501))).isEqualTo("x".repeat(500) + "…");
        assertThat(LogText.oneLine("x".repeat(500))).isEqualTo("x".repeat(500));
    }
}
