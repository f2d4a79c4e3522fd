package io.turnpike.gateway.plugin.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultListTest {

    @Test
    void quoted_urlWithPassword_hidesItBeforeItIsCut() {
        assertThat(FaultList.quoted("redis://:hunter2@redis:6379")).isEqualTo("\"redis://…@redis:6379\"");
        assertThat(FaultList.quoted("redis://:" + "hunter2".repeat(20) + "@redis:6379"))
                .isEqualTo("\"redis://…@redis:6379\"");
    }

    @Test
    void quoted_longText_isCut() {
        assertThat(FaultList.quoted("x".repeat(81))).isEqualTo('"' + "x".repeat(80) + "…\"");
    }
}
