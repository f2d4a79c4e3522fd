package io.turnpike.gateway.plugin.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a",
        "/a/, /a",
        "/a/b, /a/b",
        "/%61/b/, /a/b",
        "/a/./b, /a/b",
        "/a/x/../b, /a/b",
        "/a/%2e%2e/b, /b",
        "/.., none",
        "/a//, /a/",
        "/a%2Fb, /a%2Fb",
        "/a%2fb, /a%2Fb",
        "/a%252Fb, /a%252Fb",
        "/.a, /.a",
        "/ä, /ä",
        "/%C3%A4, /ä",
        "/%zz, none"
    })
    void of_spellings_areOne(String path, String expected) throws Exception {
        if (expected.equals("none")) {
            assertThatThrownBy(() -> ApiPath.ofRule(path)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(ApiPath.of(path)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "api", "/api?a=1"})
    void ofRule_noPath_isTold(String api) {
        assertThatThrownBy(() -> ApiPath.ofRule(api)).hasMessageContaining("is no path (expected: ");
    }

    @Test
    void of_slashInSegment_isNoSlashBetweenSegments() throws Exception {
        assertThat(ApiPath.of("/a%2Fb")).isNotEqualTo(ApiPath.of("/a/b"));
    }
}
