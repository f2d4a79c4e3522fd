package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.thrift.json.ByteHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @Test
    void of_plainPath_splitsAtSlashes() throws Exception {
        assertThat(texts("/a/bc/d")).containsExactly("a", "bc", "d");
        assertThat(texts("/")).isEmpty();
        assertThat(texts("/a")).containsExactly("a");
    }

    @Test
    void of_trailingSlash_isIgnoredOnce() throws Exception {
        assertThat(texts("/a/b/")).containsExactly("a", "b");
        assertThat(texts("/a//")).containsExactly("a", "");
        assertThat(texts("/a//b")).containsExactly("a", "", "b");
    }

    @Test
    void of_encodedSlash_doesNotSplit() throws Exception {
        assertThat(texts("/a%2Fb/c%2f")).containsExactly("a/b", "c/");
    }

    @Test
    void of_encodedUtf8_isDecodedAndPlusStaysPlus() throws Exception {
        assertThat(texts("/caf%C3%A9+%20x%25/%F0%9F%98%80")).containsExactly("café+ x%", "\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%", "/a%2", "/a%zz", "/%C3", "/%ff/x", "/%C3%28", "/%C0%AF"})
    void of_badEncoding_isMalformed(String path) {
        assertThatThrownBy(() -> RequestPath.of(path))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.MALFORMED_REQUEST));
    }

    @Test
    void of_dotSegments_areResolved() throws Exception {
        assertThat(texts("/a/./b/../c/%2e/%2E%2e")).containsExactly("a");
        assertThat(texts("/a/..")).isEmpty();
        assertThat(texts("/...")).containsExactly("...");
        assertThatThrownBy(() -> RequestPath.of("/a/../%2e./b")).hasMessageContaining("above the root");
    }

    @Test
    void of_manySegments_keepsThemAll() throws Exception {
        RequestPath path = RequestPath.of("/x%41".repeat(1_000));

        assertThat(path.count()).isEqualTo(1_000);
        assertThat(path.text(999)).isEqualTo("xA");
    }

    @Test
    void equalsAndHash_encodedOrNot_areThoseOfTheText() throws Exception {
        RequestPath path = RequestPath.of("/caf%C3%A9-and-more/café-and-more//x");
        byte[] text = "(café-and-more)".getBytes(StandardCharsets.UTF_8);

        for (int i = 0; i < 2; i++) {
            assertThat(path.equals(i, text, 1, text.length - 1)).isTrue();
            assertThat(path.equals(i, text, 1, text.length - 2)).isFalse();
            assertThat(path.hash(i)).isEqualTo(ByteHash.of(text, 1, text.length - 1));
        }
        assertThat(path.isEmpty(2)).isTrue();
        assertThat(path.isEmpty(3)).isFalse();
        assertThat(path).hasToString("/café-and-more/café-and-more//x");
    }

    private static List<String> texts(String path) throws GatewayException {
        return RequestPath.of(path).texts();
    }
}
