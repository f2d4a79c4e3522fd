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

    @Test
    void withoutUser_urls_haveNoPasswordAnyMore() {
        assertThat(LogText.withoutUser("\"redis://:hunter2@redis\" is a URL"))
                .isEqualTo("\"redis://…@redis\" is a URL");
        assertThat(LogText.withoutUser("https://u:a/b@c\nd@host/x")).isEqualTo("https://…@host/x");
        assertThat(LogText.withoutUser("https://host/x, alice and a@b")).isEqualTo("https://…@b");
        assertThat(LogText.withoutUser("https://host/x")).isEqualTo("https://host/x");
        assertThat(LogText.withoutUser("alice@example")).isEqualTo("alice@example");
    }
}
