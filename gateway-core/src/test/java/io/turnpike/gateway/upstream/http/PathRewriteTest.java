package io.turnpike.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.routing.rule.PathPattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRewriteTest {

    @ParameterizedTest
    @CsvSource({
        "/shop/{ID}/*, /v2/{ID}/*, /shop/42/a/b, /v2/42/a/b",
        "/shop/{ID}/*, /v2/{ID}/*, /shop/a%2Fb%20c/x%3Fy/, /v2/a%2Fb%20c/x%3Fy/",
        "/shop/{ID}/*, /v2/{ID}/*, /shop/42, /v2/42/",
        "/shop/{ID}/*, /v2/{ID}/*, /shop/42/, /v2/42/",
        "/shop/*, /*, /shop/a, /a",
        "/shop/*, /*, /shop, /",
        "/shop/*, /v2*, /shop/a, /v2a",
        "/*, /v2/*, /a//b, /v2/a//b",
        "/shop/*, /v2/*, /x/../shop/./a/../b, /v2/b",
        "/shop/*, /v2/*, /%2E%2e/../shop/b, /v2/b",
        "/shop/*, /v2/*, /shop/b/.., /v2/",
        "/im*, /pictures*, /images/1.png, /picturesages/1.png",
        "/i%C3%A4*, /p/*, /%69%c3%a4x/y, /p/x/y",
        "/{a}/{b}, /{b}-{a}/end, /x/y, /y-x/end",
        "/shop/{ID}, /fixed, /shop/42, /fixed",
        "/, /root, /, /root"
    })
    void of_path_fillsIn(String uri, String template, String path, String expected) {
        assertThat(new PathRewrite(template, PathPattern.parseUri(uri)).of(path))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/shop/{ID}, /v2/{Name}", "/shop/{ID}, /v2/*", "/shop/{ID}/*, /v2/{ID", "/, /*"})
    void new_whatTheUriHasNot_isRefused(String uri, String template) {
        assertThatThrownBy(() -> new PathRewrite(template, PathPattern.parseUri(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(template);
    }
}
