package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathSegmentsTest {

    @Test
    void of_plainPath_splitsAtSlashes() throws Exception {
        assertThat(PathSegments.of("/a/bc/d")).containsExactly("a", "bc", "d");
        assertThat(PathSegments.of("/")).isEmpty();
        assertThat(PathSegments.of("/a")).containsExactly("a");
    }

    @Test
    void of_trailingSlash_isIgnoredOnce() throws Exception {
        assertThat(PathSegments.of("/a/b/")).containsExactly("a", "b");
        assertThat(PathSegments.of("/a//")).containsExactly("a", "");
        assertThat(PathSegments.of("/a//b")).containsExactly("a", "", "b");
    }

    @Test
    void of_encodedSlash_doesNotSplit() throws Exception {
        assertThat(PathSegments.of("/a%2Fb/c%2f")).containsExactly("a/b", "c/");
    }

    @Test
    void of_encodedUtf8_isDecodedAndPlusStaysPlus() throws Exception {
        assertThat(PathSegments.of("/caf%C3%A9+%20x%25/%F0%9F%98%80")).containsExactly("café+ x%", "\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%", "/a%2", "/a%zz", "/%C3", "/%ff/x", "/%C3%28", "/%C0%AF"})
    void of_badEncoding_isMalformed(String path) {
        assertThatThrownBy(() -> PathSegments.of(path))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.MALFORMED_REQUEST));
    }
}
